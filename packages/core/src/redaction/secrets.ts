import { type DescField, type DescMessage, getOption, hasOption, ScalarType } from "@bufbuild/protobuf";
import { sensitive } from "@planton-mcp/api/commons/apiresource/field_options";
import { documentFields, flaggedFields, secretFields } from "./secret-fields.ts";

/** How a field has to be read for secrets. */
export type Exposure =
  /** All of it is a secret. */
  | { readonly type: "secret" }
  /** Secret where one of these fields beside it says so. */
  | { readonly type: "flagged"; readonly flags: readonly string[] }
  /** A text, plain or in base64, of which parts may be secrets. */
  | { readonly type: "document"; readonly isBase64: boolean }
  /** Data under keys that no contract declares. */
  | { readonly type: "free" };

/** Whether a field's value is a secret: the contract marks ten, the reviewed table names the rest. */
export function isSecret(field: DescField): boolean {
  return secretFields.has(fieldName(field)) || (hasOption(field, sensitive) && getOption(field, sensitive));
}

/** What has to be looked for in a field itself; the fields of a message that it holds are looked at on their own. */
export function exposureOf(field: DescField): Exposure | undefined {
  if (isSecret(field)) return { type: "secret" };
  const flags = flaggedFields.get(fieldName(field));
  if (flags !== undefined) return { type: "flagged", flags };
  if (documentFields.has(fieldName(field))) {
    return { type: "document", isBase64: isBytes(field) || field.name.endsWith("_base64") };
  }
  if (field.message !== undefined && isFreeForm(field.message)) return { type: "free" };
  const isText = field.fieldKind === "map" && field.mapKind === "scalar" && field.scalar === ScalarType.STRING;
  return isText && !descriptive.has(field.name) ? { type: "free" } : undefined;
}

/** Names of maps with which people and clouds describe or select things. They are read and written by everybody. */
const descriptive: ReadonlySet<string> = new Set(["annotations", "details", "filters", "labels", "metadata", "tags"]);

export function isBytes(field: DescField): boolean {
  return field.fieldKind !== "message" && field.fieldKind !== "enum" && field.scalar === ScalarType.BYTES;
}

/** Whether a type carries JSON, under keys that no contract declares. */
export function isFreeForm(schema: DescMessage): boolean {
  return /^google\.protobuf\.(Struct|Value|ListValue)$/.test(schema.typeName);
}

/** Whether a type can carry any message: its content is never shown. */
export function isAny(schema: DescMessage): boolean {
  return schema.typeName === "google.protobuf.Any";
}

/** Whether a type names a value beside it, as an environment variable does: the name may tell that it is secret. */
export function isPair(schema: DescMessage): boolean {
  const names = new Set(schema.fields.map((field) => field.name));
  return names.has("value") && (names.has("name") || names.has("key"));
}

const verdicts = new WeakMap<DescMessage, boolean>();

/** Whether a secret can stand anywhere in a message of this type. Computed once per type. */
export function canHoldSecrets(schema: DescMessage): boolean {
  let verdict = verdicts.get(schema);
  if (verdict === undefined) {
    verdict = [...reachable(schema)].some(
      (type) => isFreeForm(type) || isAny(type) || isPair(type) || type.fields.some((field) => exposureOf(field)),
    );
    verdicts.set(schema, verdict);
  }
  return verdict;
}

function reachable(schema: DescMessage, found = new Set<DescMessage>()): ReadonlySet<DescMessage> {
  if (found.has(schema)) return found;
  found.add(schema);
  for (const field of schema.fields) if (field.message !== undefined) reachable(field.message, found);
  return found;
}

function fieldName(field: DescField): string {
  return `${field.parent.typeName}.${field.name}`;
}
