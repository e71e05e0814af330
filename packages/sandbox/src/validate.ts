import type { DescMessage, Message } from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import { createValidator, type Violation, violationsToProto } from "@bufbuild/protovalidate";
import { Code, ConnectError } from "@connectrpc/connect";
import { isEnforced } from "@planton-mcp/core/contract";

const validator = createValidator();

/** The contract's rules that a message breaks. Throws where a rule can't be evaluated. */
export function violationsOf(desc: DescMessage, message: Message): readonly Violation[] {
  const result = validator.validate(desc, message);
  if (result.kind === "error")
    throw new ConnectError(result.error.message, Code.Internal, undefined, undefined, result.error);
  return result.violations ?? [];
}

/**
 * Throws `invalid_argument` with every violation, in words and as a `buf.validate.Violations` detail. Rules that are
 * known to be stale are not held.
 */
export function validate(desc: DescMessage, message: Message): void {
  const reflected = reflect(desc, message);
  const violations = violationsOf(desc, message).filter((violation) => isEnforced(violation, reflected));
  if (violations.length === 0) return;
  const [value, violationsDesc] = violationsToProto([...violations]);
  throw new ConnectError(violations.map(String).join("; "), Code.InvalidArgument, undefined, [
    { desc: violationsDesc, value },
  ]);
}
