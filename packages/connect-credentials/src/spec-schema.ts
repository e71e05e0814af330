import { type DescField, type DescMessage, getOption, hasOption, type JsonObject } from "@bufbuild/protobuf";
import { message as messageRules } from "@bufbuild/protovalidate/gen/buf/validate/validate_pb.js";
import { isPart, isRequired, isSecretField, isTextField, namesOf, scalarType, secretForms } from "./spec-field.ts";

/** The JSON Schema of a spec as apply_credential takes it. The contract's rules that are expressions are descriptions. */
export function specSchema(desc: DescMessage): JsonObject {
  const form = (description: string) => ({ type: "string", description });
  return {
    ...objectSchema(desc),
    $defs: {
      secret: {
        type: "object",
        description: secretForms,
        properties: {
          secret: form("Slug of a stored secret"),
          from_env: form("Name of an environment variable"),
          from_file: form("Name of a file"),
          value: form("The secret itself; it then stands in the conversation"),
        },
        additionalProperties: false,
        minProperties: 1,
        maxProperties: 1,
      },
      text: {
        type: ["string", "object"],
        description: 'A text, or {"variable": slug} for a variable that the organization keeps',
      },
    },
  };
}

function objectSchema(desc: DescMessage): JsonObject {
  const required = desc.fields.filter(isRequired).map(({ name }) => name);
  const rules = rulesOf(desc);
  return {
    type: "object",
    ...(rules.length === 0 ? {} : { description: rules.join("; ") }),
    properties: Object.fromEntries(desc.fields.map((field) => [field.name, fieldSchema(field)])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

function rulesOf(desc: DescMessage): readonly string[] {
  if (!hasOption(desc, messageRules)) return [];
  return getOption(desc, messageRules).cel.map(({ id, expression }) => `${id}: ${expression}`);
}

function fieldSchema(field: DescField): JsonObject {
  if (isSecretField(field)) return { $ref: "#/$defs/secret" };
  if (isTextField(field)) return { $ref: "#/$defs/text" };
  if (isPart(field)) return objectSchema(field.message);
  if (field.fieldKind === "map") return { type: "object" };
  const one = field.enum === undefined ? { type: scalarType(field) } : { enum: namesOf(field.enum) };
  return field.fieldKind === "list" ? { type: "array", items: one } : one;
}
