import type { DescField, DescMessage, JsonObject, JsonValue } from "@bufbuild/protobuf";
import { isStruct } from "./struct.ts";

/** A copy of a message's JSON, whole or not, under the contract's names. What they don't know stays as it is. */
export function underContractNames(desc: DescMessage, json: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => {
      const field = desc.fields.find(({ name, jsonName }) => name === key || jsonName === key);
      return field === undefined ? [key, value] : [field.name, inField(field, value)];
    }),
  );
}

function inField({ fieldKind, message }: DescField, value: JsonValue): JsonValue {
  if (message === undefined || isStruct(message)) return value;
  const one = (item: JsonValue) => (isObject(item) ? underContractNames(message, item) : item);
  if (Array.isArray(value)) return value.map(one);
  if (fieldKind !== "map" || !isObject(value)) return one(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, one(item)]));
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
