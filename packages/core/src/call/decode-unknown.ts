import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";

/** Fields by number. Numbers are written as text, since the wire doesn't tell how large or of which sign they are. */
export interface UnknownFields {
  readonly [number: string]: UnknownValue | readonly UnknownValue[];
}

export type UnknownValue = string | UnknownFields;

const deepest = 5;
const largest = 16 * 1024;
const shown = 1024;

/**
 * The content of a message whose type is not known here, as far as its bytes tell. Falls back to the bytes, of which
 * it keeps the first 1,024 where there are too many. Never throws.
 */
export function decodeUnknown(bytes: Uint8Array): { readonly fields: UnknownFields } | { readonly base64: string } {
  const fields = bytes.length > largest ? undefined : fieldsOf(bytes, 1);
  return fields === undefined ? { base64: base64(bytes.subarray(0, shown)) } : { fields };
}

function fieldsOf(bytes: Uint8Array, depth: number): UnknownFields | undefined {
  const fields = new Map<number, UnknownValue[]>();
  try {
    const reader = new BinaryReader(bytes);
    while (reader.pos < reader.len) {
      const [number, type] = reader.tag();
      const value = readValue(reader, type, depth);
      const values = fields.get(number);
      if (values === undefined) fields.set(number, [value]);
      else values.push(value);
    }
    if (reader.pos > reader.len) return undefined;
  } catch {
    return undefined;
  }
  return Object.fromEntries(
    [...fields].map(([number, values]) => [number, values.length === 1 ? (values[0] ?? "") : values]),
  );
}

function readValue(reader: BinaryReader, type: WireType, depth: number): UnknownValue {
  if (type === WireType.Varint) return String(reader.uint64());
  if (type === WireType.Bit64) return String(reader.fixed64());
  if (type === WireType.Bit32) return String(reader.fixed32());
  if (type !== WireType.LengthDelimited) throw new RangeError("Groups are not decoded.");
  const bytes = reader.bytes();
  return textOf(bytes) ?? (depth < deepest ? fieldsOf(bytes, depth + 1) : undefined) ?? base64(bytes);
}

/** The bytes as text, where they are printable. One that begins with a line break is rather a nested field 1. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return /^(?!\s*\n)[\P{Cc}\t\r\n]*$/u.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
