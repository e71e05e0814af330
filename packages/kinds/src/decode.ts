import {
  type DescEnum,
  type DescField,
  type DescMessage,
  type JsonObject,
  type JsonValue,
  ScalarType,
} from "@bufbuild/protobuf";
import { decodeScalar } from "./decode-scalar.ts";
import { didYouMean } from "./nearest.ts";
import type { Path } from "./path.ts";
import { isReference } from "./reference.ts";
import { isStruct } from "./struct.ts";

/** A problem whose path is still in steps. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
}

export interface Decoded {
  /** What is right in it, under the contract's names, values as they were given. */
  readonly json: JsonObject;
  readonly findings: readonly Finding[];
}

/**
 * Holds plain data against a message type, without its rules: names, types, ranges of numbers. Both spellings of a name
 * are taken, `vpc_id` and `vpcId`. Finds everything that is wrong, and gives back what is right.
 */
export function decode(desc: DescMessage, value: unknown): Decoded {
  const decoder = new Decoder();
  const json = decoder.message(desc, value, []);
  // Only a Struct gives something else than an object, and then nothing is right in it.
  return { json: (json ?? {}) as JsonObject, findings: decoder.findings };
}

class Decoder {
  readonly findings: Finding[] = [];

  message(desc: DescMessage, value: unknown, path: Path): JsonValue | undefined {
    if (isStruct(desc)) return this.#struct(value, path);
    if (!isObject(value)) return this.#wrong(path, wantedObject(desc, value));
    const json: [string, JsonValue][] = [];
    const seen = new Map<DescField, string>();
    for (const [key, item] of Object.entries(value)) {
      if (item === undefined) continue;
      const field = fieldsOf(desc).get(key);
      if (field === undefined) this.#unknown(desc, key, path);
      else if (this.#isFirst(field, key, seen, path)) {
        const decoded = this.#field(field, item, [...path, field.name]);
        if (decoded !== undefined) json.push([field.name, decoded]);
      }
    }
    return Object.fromEntries(json);
  }

  #unknown(desc: DescMessage, key: string, path: Path): void {
    const names = desc.fields.map((field) => field.name);
    const near = didYouMean(key, names);
    const known = names.length > listed ? "" : ` ${desc.name} has ${names.join(", ")}.`;
    this.#wrong([...path, key], `There is no such field.${near || known}`);
  }

  /** Whether a field is given for the first time: neither in its other spelling, nor as another branch of its oneof. */
  #isFirst(field: DescField, key: string, seen: Map<DescField, string>, path: Path): boolean {
    const other = seen.get(field);
    if (other !== undefined) {
      this.#wrong([...path, key], `Given twice, as ${other} and as ${key}. Keep one of them.`);
      return false;
    }
    const sibling = [...seen.keys()].find((candidate) => field.oneof !== undefined && candidate.oneof === field.oneof);
    seen.set(field, key);
    if (sibling === undefined) return true;
    this.#wrong([...path, field.name], `Only one of ${sibling.name} and ${field.name} can be given. Leave one out.`);
    return false;
  }

  #field(field: DescField, value: unknown, path: Path): JsonValue | undefined {
    if (value === null) return this.#wrong(path, `null is no value. Leave ${field.name} out to leave it unset.`);
    if (field.fieldKind === "list") return this.#list(field, value, path);
    if (field.fieldKind === "map") return this.#map(field, value, path);
    return this.#one(field, value, path);
  }

  #list(field: DescField, value: unknown, path: Path): JsonValue | undefined {
    if (!Array.isArray(value)) return this.#wrong(path, `A list is wanted, not ${typeInWords(value)}.`);
    // `Array.from` also visits the holes of a list.
    const items = Array.from(value, (item, index) => this.#item(field, item, [...path, index]));
    return items.filter((item) => item !== undefined);
  }

  #map(field: DescField, value: unknown, path: Path): JsonValue | undefined {
    if (!isObject(value)) return this.#wrong(path, `A map of keys to values is wanted, not ${typeInWords(value)}.`);
    return this.#entries(value, path, (item, at) => this.#item(field, item, at));
  }

  #item(field: DescField, value: unknown, path: Path): JsonValue | undefined {
    if (value == null) return this.#wrong(path, "null is no value. Leave it out, or give one.");
    return this.#one(field, value, path);
  }

  /** A value of a field that has one, or one of the values of a list or a map. */
  #one(field: DescField, value: unknown, path: Path): JsonValue | undefined {
    if (field.message !== undefined) return this.message(field.message, value, path);
    if (field.enum !== undefined) return this.#enum(field.enum, value, path);
    const decoded = decodeScalar(field.scalar ?? ScalarType.STRING, value);
    return "wanted" in decoded ? this.#wrong(path, decoded.wanted) : decoded.value;
  }

  #enum(desc: DescEnum, value: unknown, path: Path): JsonValue | undefined {
    const found = desc.values.find(({ name, number }) => name === value || number === value);
    if (found !== undefined) return found.name;
    const names = desc.values.map(({ name }) => name);
    const near = typeof value === "string" ? didYouMean(value, names) : "";
    const given = typeof value === "string" && /^\w{1,60}$/.test(value) ? value : `such ${desc.name}`;
    const known = names.length > listed ? "" : ` It is one of ${names.join(", ")}.`;
    return this.#wrong(path, `There is no ${given}.${near}${known}`);
  }

  #struct(value: unknown, path: Path): JsonValue | undefined {
    if (!isObject(value)) return this.#wrong(path, `An object is wanted, not ${typeInWords(value)}.`);
    return this.#entries(value, path, (item, at) => this.#free(item, at));
  }

  /** Data of any shape. Only here can data nest without end, in a cycle at worst. */
  #free(value: unknown, path: Path): JsonValue | undefined {
    if (value === null || typeof value === "boolean") return value;
    if (path.length > deepest) return this.#wrong(path.slice(0, 5), `Nested more than ${deepest} levels deep.`);
    if (Array.isArray(value)) {
      // What is undefined in a list is null in JSON.
      return Array.from(value, (item, index) => this.#free(item ?? null, [...path, index]) ?? null);
    }
    if (isObject(value)) return this.#entries(value, path, (item, at) => this.#free(item, at));
    const type = typeof value === "string" ? ScalarType.STRING : ScalarType.DOUBLE;
    const decoded = decodeScalar(type, value);
    return "wanted" in decoded ? this.#wrong(path, decoded.wanted) : decoded.value;
  }

  #entries(value: object, path: Path, decodeItem: (item: unknown, path: Path) => JsonValue | undefined): JsonObject {
    const entries = Object.entries(value).flatMap(([key, item]): [string, JsonValue][] => {
      if (item === undefined) return [];
      const decoded = isUsable(key)
        ? decodeItem(item, [...path, key])
        : this.#wrong([...path, key], "This cannot be a key.");
      return decoded === undefined ? [] : [[key, decoded]];
    });
    return Object.fromEntries(entries);
  }

  #wrong(path: Path, message: string): undefined {
    this.findings.push({ path, message });
  }
}

const deepest = 64;
/** More names than this are not listed in a message. */
const listed = 12;

const spellings = new WeakMap<DescMessage, ReadonlyMap<string, DescField>>();

/** A message's fields by both of their spellings. */
function fieldsOf(desc: DescMessage): ReadonlyMap<string, DescField> {
  let fields = spellings.get(desc);
  if (fields === undefined) {
    fields = new Map([
      ...desc.fields.map((field) => [field.jsonName, field] as const),
      ...desc.fields.map((field) => [field.name, field] as const),
    ]);
    spellings.set(desc, fields);
  }
  return fields;
}

/** JavaScript would take this key of a map for the map's prototype, wherever it is read later. */
function isUsable(key: string): boolean {
  return key !== "__proto__" && !loneSurrogate.test(key);
}

const loneSurrogate = /\p{Surrogate}/u;

function isObject(value: unknown): value is object {
  return Object.prototype.toString.call(value) === "[object Object]";
}

function typeInWords(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return "text";
  if (typeof value === "object") return "an object";
  return typeof value === "boolean" ? "true or false" : "a number";
}

function wantedObject(desc: DescMessage, value: unknown): string {
  if (!isReference(desc)) return `An object is wanted, not ${typeInWords(value)}.`;
  return "Write { value: … } for a value, or { value_from: { kind, name, field_path } } for what another resource has.";
}
