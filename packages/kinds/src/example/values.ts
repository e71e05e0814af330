/** Values that a field could have in an example, the most fitting first. */
import { type DescField, type DescMessage, type JsonObject, type JsonValue, ScalarType } from "@bufbuild/protobuf";
import { isReference } from "../reference.ts";
import { requiredFields } from "../rules/required-fields.ts";
import { recommendedOf } from "../schema/defaults.ts";
import { merge } from "../schema/expression-schema.ts";
import { standardRules } from "../schema/standard-rules.ts";
import { statedRules } from "../schema/stated-rules.ts";
import { isStruct } from "../struct.ts";
import { textsFor } from "./texts.ts";

/** `hints` are values that a broken rule names. */
export function valuesFor(field: DescField, provider: string, hints: readonly JsonValue[] = []): readonly JsonValue[] {
  const items =
    field.message === undefined ? scalarsFor(field, provider, hints) : [messageFor(field, field.message, provider)];
  if (field.fieldKind === "list") return lists(items, Number(standardRules(field).schema.minItems ?? 1));
  if (field.fieldKind === "map") return [...items.map((item) => ({ example: item })), {}];
  const recommended = recommendedOf(field);
  return recommended === undefined ? items : [recommended, ...items];
}

/** Lists of as many items as are wanted, different ones where there are. */
function lists(items: readonly JsonValue[], least: number): readonly JsonValue[] {
  const [first = ""] = items;
  const starts = items.map((_, start) =>
    Array.from({ length: least }, (_, index) => items[start + index] ?? numbered(first, index)),
  );
  return [...starts, items.slice(0, least + 1), []];
}

/** Another value like one: its last digit is the index. */
function numbered(value: JsonValue, index: number): JsonValue {
  if (typeof value === "string") return value.replace(/\d$/, String(index));
  if (typeof value !== "object" || value === null || Array.isArray(value) || typeof value.value !== "string")
    return value;
  return { ...value, value: numbered(value.value, index) };
}

function messageFor(field: DescField, desc: DescMessage, provider: string): JsonObject {
  if (isStruct(desc)) return { example: "value" };
  if (isReference(desc)) {
    const [value = ""] = desc.field.value?.scalar === ScalarType.STRING ? textsFor(field.name, provider) : [1];
    return { value };
  }
  return minimal(desc, provider);
}

/** A message with what it must have. */
export function minimal(desc: DescMessage, provider: string): JsonObject {
  const required = requiredFields(desc);
  const fields = desc.fields.filter(({ name }) => required.includes(name));
  return Object.fromEntries(fields.map((field) => [field.name, valuesFor(field, provider)[0] ?? null]));
}

function scalarsFor(field: DescField, provider: string, hints: readonly JsonValue[]): readonly JsonValue[] {
  const { schema, item } = standardRules(field);
  const rules = merge([schema, item, ...statedRules(field).schemas]);
  const listed = Array.isArray(rules.enum) ? rules.enum.filter((value) => value !== "") : [];
  if (field.enum !== undefined) return listed.length > 0 ? listed : field.enum.values.slice(1).map(({ name }) => name);
  if (field.scalar === ScalarType.BOOL) return [true, false];
  if (field.scalar === ScalarType.STRING) {
    const texts = hints.filter((hint) => typeof hint === "string" && hint !== "");
    return [...new Set([...listed, ...texts, ...fitting(textsFor(field.name, provider), rules)])];
  }
  const bounds = [rules.minimum, rules.maximum].filter((bound) => typeof bound === "number" && bound !== 0);
  const numbers = hints.filter((hint) => typeof hint === "number").flatMap((hint) => [hint, hint + 1]);
  return [...new Set([...listed, ...bounds.filter((bound) => bound !== undefined), ...numbers, 1, 2, 100])];
}

/** The texts that keep to a pattern and a length, else ones that at least have the length. */
function fitting(texts: readonly string[], { minLength, maxLength, pattern }: JsonObject): readonly string[] {
  const [least, most] = [Number(minLength ?? 1), Number(maxLength ?? Number.POSITIVE_INFINITY)];
  const form = new RegExp(typeof pattern === "string" ? pattern : "", "u");
  const long = ["0123456789abcdefghijklmnopqrstuvwxyz".repeat(8).slice(0, least), "A".repeat(least)];
  const fit = [...texts, ...long].filter((text) => text.length >= least && text.length <= most && form.test(text));
  return fit.length === 0 ? texts : fit.slice(0, mostTexts);
}

/** How many texts are tried at most. */
const mostTexts = 8;
