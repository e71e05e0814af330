import { fromBinary } from "@bufbuild/protobuf";
import { type FieldPath, ViolationsSchema } from "@bufbuild/protovalidate/gen/buf/validate/validate_pb.js";
import type { ConnectError } from "@connectrpc/connect";
import { decodeUnknown } from "./decode-unknown.ts";

type Detail = ConnectError["details"][number];

/** The status details that came with an error, as plain data. Those of an unknown type are told by field number. */
export function statusDetails(error: ConnectError): readonly unknown[] {
  return error.details.map(plainDetail);
}

function plainDetail(detail: Detail): unknown {
  if ("desc" in detail) return { type: detail.desc.typeName, ...detail.value };
  const type = detail.type.slice(detail.type.lastIndexOf("/") + 1);
  if (type === ViolationsSchema.typeName) {
    try {
      return { type, violations: violationsOf(detail.value) };
    } catch {
      // What doesn't parse is told like any other unknown detail.
    }
  }
  if (detail.debug !== undefined) return { type, value: detail.debug };
  return { type, ...decodeUnknown(detail.value) };
}

function violationsOf(bytes: Uint8Array): readonly unknown[] {
  return fromBinary(ViolationsSchema, bytes).violations.map(({ field, ruleId, message }) => ({
    field: pathOf(field),
    rule: ruleId,
    message,
  }));
}

/** `spec.entries[0].name`, `metadata.labels["team"]`. */
function pathOf(path: FieldPath | undefined): string {
  return (path?.elements ?? []).reduce((before, { fieldName, subscript }) => {
    const key = typeof subscript.value === "string" ? JSON.stringify(subscript.value) : subscript.value;
    return `${before}${before === "" ? "" : "."}${fieldName}${subscript.case === undefined ? "" : `[${key}]`}`;
  }, "");
}
