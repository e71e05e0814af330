import type { DescField } from "@bufbuild/protobuf";
import { secretFields } from "./secret-fields.ts";

/** Whether the whole value of a field of a kind's spec or outputs is a secret. */
export function isSecretField(field: DescField): boolean {
  return secretFields.has(`${field.parent.typeName}.${field.name}`);
}
