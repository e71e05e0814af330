import { type JsonValue, ScalarType } from "@bufbuild/protobuf";

/** A value as JSON carries it, or what is wanted in its place. */
export type DecodedScalar = { readonly value: JsonValue } | { readonly wanted: string };

/** Takes a value of a scalar type. Numbers of 64 bits may be texts; nothing else changes its type. */
export function decodeScalar(type: ScalarType, value: unknown): DecodedScalar {
  switch (type) {
    case ScalarType.STRING:
      return decodeText(value);
    case ScalarType.BOOL:
      return typeof value === "boolean" ? { value } : { wanted: "true or false is wanted, without quotes." };
    case ScalarType.BYTES:
      return isBase64(value) ? { value } : { wanted: "Bytes are wanted, as text in base64." };
    case ScalarType.DOUBLE:
    case ScalarType.FLOAT:
      return decodeDecimal(type, value);
    default:
      return decodeInteger(type, value);
  }
}

function decodeText(value: unknown): DecodedScalar {
  if (typeof value !== "string") return { wanted: "Text is wanted. Put it in quotes." };
  if (/\p{Surrogate}/u.test(value)) return { wanted: "Text is wanted, and this holds half a character of UTF-16." };
  return { value };
}

function isBase64(value: unknown): value is string {
  return (
    typeof value === "string" && /^[A-Za-z0-9+/_-]*={0,2}$/.test(value) && value.replace(/=/g, "").length % 4 !== 1
  );
}

function decodeDecimal(type: ScalarType, value: unknown): DecodedScalar {
  const number = typeof value === "bigint" ? Number(value) : value;
  if (typeof number !== "number") return { wanted: "A number is wanted, without quotes." };
  const most = type === ScalarType.FLOAT ? largestFloat : Number.MAX_VALUE;
  // Not so for NaN either.
  if (!(Math.abs(number) <= most)) return { wanted: "A finite number is wanted." };
  if (typeof value === "bigint" && BigInt(number) !== value) {
    return { wanted: "A number with fewer digits is wanted: this one cannot be kept exactly." };
  }
  return { value: number };
}

const largestFloat = 3.4028234663852886e38;

function decodeInteger(type: ScalarType, value: unknown): DecodedScalar {
  const { bits, signed } = integers.get(type) ?? { bits: 32n, signed: true };
  if (bits === 64n && typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return { wanted: "A number with so many digits has to be in quotes, else it is not kept exactly." };
  }
  const integer = integerOf(value, bits === 64n);
  if (integer === undefined) {
    return { wanted: `A whole number is wanted, without ${bits === 64n ? "" : "quotes or "}a fraction.` };
  }
  const least = signed ? -(1n << (bits - 1n)) : 0n;
  const most = (1n << (signed ? bits - 1n : bits)) - 1n;
  if (integer < least || integer > most) return { wanted: `A whole number from ${least} to ${most} is wanted.` };
  if (typeof value === "string") return { value };
  const number = Number(integer);
  return { value: Number.isSafeInteger(number) ? number : String(integer) };
}

function integerOf(value: unknown, canBeText: boolean): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : undefined;
  return canBeText && typeof value === "string" && /^-?\d{1,20}$/.test(value) ? BigInt(value) : undefined;
}

const integers: ReadonlyMap<ScalarType, { readonly bits: bigint; readonly signed: boolean }> = new Map([
  [ScalarType.INT32, { bits: 32n, signed: true }],
  [ScalarType.SINT32, { bits: 32n, signed: true }],
  [ScalarType.SFIXED32, { bits: 32n, signed: true }],
  [ScalarType.UINT32, { bits: 32n, signed: false }],
  [ScalarType.FIXED32, { bits: 32n, signed: false }],
  [ScalarType.INT64, { bits: 64n, signed: true }],
  [ScalarType.SINT64, { bits: 64n, signed: true }],
  [ScalarType.SFIXED64, { bits: 64n, signed: true }],
  [ScalarType.UINT64, { bits: 64n, signed: false }],
  [ScalarType.FIXED64, { bits: 64n, signed: false }],
]);
