import type { DescMessage } from "@bufbuild/protobuf";

/** Whether a type holds any JSON object. It is the only one that contains itself. */
export function isStruct(desc: DescMessage): boolean {
  return desc.typeName === "google.protobuf.Struct";
}
