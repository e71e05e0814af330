/** What the contract says stands in a field that is left out, or should. */
import {
  type DescField,
  getOption,
  hasOption,
  type JsonValue,
  type Registry,
  ScalarType,
  toJson,
} from "@bufbuild/protobuf";
import { FieldOptionsSchema } from "@bufbuild/protobuf/wkt";
import {
  default$ as defaultText,
  recommended_default,
  recommended_default_map,
} from "@planton-mcp/api/openmcf/shared/options/options";
import { isReference } from "../reference.ts";

/** What the platform takes for a field that is left out. */
export function defaultOf(field: DescField, registry: Registry): JsonValue | undefined {
  if (hasOption(field, defaultText)) return parseDefault(field, getOption(field, defaultText));
  for (const { no } of field.proto.options?.$unknown ?? []) {
    const extension = registry.getExtensionFor(FieldOptionsSchema, no);
    // Options such as default_container_resources hold a message of the field's own type.
    if (extension?.message === undefined || extension.message.typeName !== field.message?.typeName) continue;
    if (extension.fieldKind !== "message" || field.fieldKind !== "message") continue;
    // The extension's type is only known here as one that holds a message.
    const value = getOption(field, extension) as Parameters<typeof toJson>[1];
    return toJson(extension.message, value, { useProtoFieldName: true, registry });
  }
  return undefined;
}

/** What is a good choice where nothing else is wanted. */
export function recommendedOf(field: DescField): JsonValue | undefined {
  if (hasOption(field, recommended_default)) return parseDefault(field, getOption(field, recommended_default));
  if (!hasOption(field, recommended_default_map)) return undefined;
  return Object.fromEntries(getOption(field, recommended_default_map).map(({ key, value }) => [key, value]));
}

/** Both are texts, whatever the field's type is. */
function parseDefault(field: DescField, text: string): JsonValue | undefined {
  if (field.fieldKind === "list" || field.fieldKind === "map") return undefined;
  if (field.message !== undefined) return isReference(field.message) ? { value: text } : undefined;
  if (field.enum !== undefined) return field.enum.values.find(({ name }) => name === text)?.name;
  if (field.scalar === ScalarType.STRING) return text;
  if (field.scalar === ScalarType.BOOL) return text === "true" ? true : text === "false" ? false : undefined;
  const number = Number(text);
  return text.trim() === "" || Number.isNaN(number) ? undefined : number;
}
