import type { DescField, DescMessage, JsonObject, JsonValue } from "@bufbuild/protobuf";
import { isReference } from "../reference.ts";
import { isStruct } from "../struct.ts";
import { isSecretField } from "./is-secret-field.ts";

/** Where secrets stand in a message: paths with `[]` for any item of a list or a map. */
export function secretPathsOf(desc: DescMessage, before = ""): readonly string[] {
  return desc.fields.flatMap((field) => {
    const isPlural = field.fieldKind === "list" || field.fieldKind === "map";
    const path = `${before}${field.name}${isPlural ? "[]" : ""}`;
    if (isSecretField(field))
      return [field.message !== undefined && isReference(field.message) ? `${path}.value` : path];
    // A Struct has no fields of the contract's, and what its type is made of never ends.
    return field.message === undefined || isStruct(field.message) ? [] : secretPathsOf(field.message, `${path}.`);
  });
}

/** A copy of a message's JSON, whole or not and in either spelling, with every secret in it replaced. */
export function hideSecrets(desc: DescMessage, json: JsonObject, hide: (value: string) => string): JsonObject {
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => {
      const field = desc.fields.find(({ name, jsonName }) => name === key || jsonName === key);
      return [key, field === undefined ? value : hideInField(field, value, hide)];
    }),
  );
}

function hideInField(field: DescField, value: JsonValue, hide: (value: string) => string): JsonValue {
  const isSecret = isSecretField(field);
  if (!isSecret && field.message === undefined) return value;
  const one = (item: JsonValue) => (isSecret ? hideValue(item, hide) : hideInMessage(field, item, hide));
  if (field.fieldKind === "list") return Array.isArray(value) ? value.map(one) : one(value);
  if (field.fieldKind !== "map" || !isObject(value)) return one(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, one(item)]));
}

function hideInMessage({ message }: DescField, value: JsonValue, hide: (value: string) => string): JsonValue {
  return message === undefined || isStruct(message) || !isObject(value) ? value : hideSecrets(message, value, hide);
}

/** Hides a secret, or the value of a value-or-reference. */
function hideValue(value: JsonValue, hide: (value: string) => string): JsonValue {
  if (isObject(value)) return "value" in value ? { ...value, value: hideValue(value.value ?? null, hide) } : value;
  return value === null || value === "" ? value : hide(typeof value === "string" ? value : JSON.stringify(value));
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
