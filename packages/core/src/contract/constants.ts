import { type DescField, type DescMessage, getOption, hasOption } from "@bufbuild/protobuf";
import type { ReflectMessage } from "@bufbuild/protobuf/reflect";
import { field as fieldRules } from "@bufbuild/protovalidate/gen/buf/validate/validate_pb.js";

interface Constant {
  readonly field: DescField & { readonly fieldKind: "scalar" };
  readonly value: string;
}

const known = new WeakMap<DescMessage, readonly Constant[]>();

/** Sets every top-level string field that by the contract has one value only (`api_version`, `kind`), and has none. */
export function fillConstants(message: ReflectMessage): void {
  for (const { field, value } of constantsOf(message.desc)) {
    if (!message.isSet(field)) message.set(field, value);
  }
}

function constantsOf(desc: DescMessage): readonly Constant[] {
  const constants = known.get(desc) ?? desc.fields.flatMap(constantOf);
  known.set(desc, constants);
  return constants;
}

function constantOf(field: DescField): readonly Constant[] {
  if (field.fieldKind !== "scalar" || !hasOption(field, fieldRules)) return [];
  const { type } = getOption(field, fieldRules);
  return type.case === "string" && type.value.const !== "" ? [{ field, value: type.value.const }] : [];
}
