import { invalidArguments, text } from "@planton-mcp/core";
import { findKind, type KindFacts, kinds, nearestKinds } from "@planton-mcp/kinds";

/** The argument that names a kind. An enum of all 362 would cost more than every other tool together. */
export const cloudResourceKind = text("Kind, as AwsVpc");

/** The kind that a text names, in whatever spelling. Throws a failure with the nearest ones where there is none. */
export function kindNamed(name: string, argument = "kind"): KindFacts {
  const found = findKind(name);
  if (found !== undefined) return found;
  const near = nearestKinds(name).map(({ kind }) => kind);
  const hint = near.length === 0 ? " cloud-resource-kinds://catalog lists all." : ` Did you mean ${near.join(" or ")}?`;
  throw invalidArguments([{ argument, message: `There is no kind ${name}.${hint}` }]);
}

const byNumber = new Map(kinds.map((facts) => [facts.number, facts]));

/** The kind of a number of the contract's, or nothing where this build does not know it. */
export function kindOf(number: number | undefined): KindFacts | undefined {
  return byNumber.get(number ?? 0);
}
