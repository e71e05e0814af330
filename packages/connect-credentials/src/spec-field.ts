import { type DescEnum, type DescField, type DescMessage, getOption, hasOption, ScalarType } from "@bufbuild/protobuf";
import { field as fieldRules } from "@bufbuild/protovalidate/gen/buf/validate/validate_pb.js";
import {
  ConnectionFieldSecretRefSchema,
  ConnectionFieldValueOrVariableRefSchema,
} from "@planton-mcp/api/connect/field";

/** Whether a field refers to a secret that the organization keeps. */
export function isSecretField(field: DescField): boolean {
  return field.message?.typeName === ConnectionFieldSecretRefSchema.typeName;
}

/** Whether a field is a text, or names a variable of the organization that holds it. */
export function isTextField(field: DescField): boolean {
  return field.message?.typeName === ConnectionFieldValueOrVariableRefSchema.typeName;
}

/** A message within a spec, other than the two in which the contract wraps texts and secrets. */
export function isPart(field: DescField): field is DescField & { readonly fieldKind: "message" } {
  return field.fieldKind === "message" && !isSecretField(field) && !isTextField(field);
}

/** Paths of the fields in a spec that take a secret. */
export function secretFields(desc: DescMessage, path = ""): readonly string[] {
  return desc.fields.flatMap((field) => {
    if (isSecretField(field)) return [`${path}${field.name}`];
    return isPart(field) ? secretFields(field.message, `${path}${field.name}.`) : [];
  });
}

/** Whether the contract says of a field that it must be given. */
export function isRequired(field: DescField): boolean {
  return hasOption(field, fieldRules) && getOption(field, fieldRules).required;
}

/** What may be chosen of an enum; 0 says that nothing was. */
export function namesOf({ values }: DescEnum): string[] {
  return values.filter(({ number }) => number !== 0).map(({ name }) => name);
}

/** The JSON type of a field that holds a scalar or a list of them. */
export function scalarType(field: DescField): "string" | "boolean" | "integer" | "number" {
  const scalar = field.fieldKind === "scalar" || field.fieldKind === "list" ? field.scalar : undefined;
  switch (scalar) {
    case ScalarType.STRING:
    case ScalarType.BYTES:
      return "string";
    case ScalarType.BOOL:
      return "boolean";
    case ScalarType.FLOAT:
    case ScalarType.DOUBLE:
      return "number";
    default:
      return "integer";
  }
}

/** How a secret is given. */
export const secretForms =
  'A secret is {"secret": slug of one that the organization keeps}, {"from_env": name} or {"from_file": name} of what the server may take from its machine, or {"value": text}, which is stored as a new secret.';
