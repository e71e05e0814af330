import { type DescField, type DescMessage, getOption, hasOption } from "@bufbuild/protobuf";
import { default_kind, default_kind_field_path } from "@planton-mcp/api/openmcf/shared/foreignkey/v1/foreign_key";
import { kinds } from "./list.ts";

/** What a value-or-reference field points at where a reference does not say. */
export interface DefaultTarget {
  /** The kind: `AwsVpc`. */
  readonly kind: string;
  /** The field of that resource: `status.outputs.vpc_id`. Empty where the contract names none. */
  readonly fieldPath: string;
}

/** Whether a type holds either a value, or where in another resource to take it from. */
export function isReference(desc: DescMessage): boolean {
  return /^org\.openmcf\.shared\.foreignkey\.v1\.\w+ValueOrRef$/.test(desc.typeName);
}

/** What the contract says a field points at by default. */
export function defaultTargetOf(field: DescField): DefaultTarget | undefined {
  if (!hasOption(field, default_kind)) return undefined;
  const number = getOption(field, default_kind);
  const kind = kinds.find((candidate) => candidate.number === number)?.kind;
  return kind === undefined ? undefined : { kind, fieldPath: getOption(field, default_kind_field_path) };
}
