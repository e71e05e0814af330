import { IdentityAccountQueryController } from "@planton-mcp/api/iam/identityaccount/v1/query";
import { Failure, type Send } from "@planton-mcp/core";
import * as z from "zod";
import { type Grant, reaches } from "./find-access.ts";
import { labelOf, type Named } from "./find-resource.ts";

const { whoAmI } = IdentityAccountQueryController.method;

export const lockOutReads = [whoAmI];

/** The argument with which a person takes the consequences. */
export const force = z.boolean().default(false).describe("Even if it locks out the last owner, or you");

export interface LockOut {
  readonly resource: Named;
  /** The grants that hold on the resource now, and those that would hold afterwards. */
  readonly before: readonly Grant[];
  readonly after: readonly Grant[];
  readonly force: boolean;
}

/**
 * What a change of access would do to the last owner of an organization and to the caller, as sentences. Throws a failure
 * that says so where there is any, unless it is forced.
 */
export async function refuseLockOut(
  { resource, before, after, force }: LockOut,
  read: Send,
): Promise<readonly string[]> {
  const me = (await read(whoAmI, {})).metadata?.id ?? "";
  const what = `${resource.kind.replaceAll("_", " ")} ${labelOf(resource)}`;
  const isMine = (grant: Grant) => me !== "" && reaches(grant, me);
  const consequences: string[] = [];
  if (resource.kind === "organization" && before.some(isOwner) && !after.some(isOwner)) {
    consequences.push(`Nobody would own ${what} any more: nobody could delete it or say who may do what in it.`);
  }
  if (before.some(isMine) && !after.some(isMine)) {
    consequences.push(`You would lose your own last access to ${what}, and could not give it back to yourself.`);
  }
  if (consequences.length > 0 && !force) {
    throw new Failure({
      code: "failed_precondition",
      message: `${consequences.join(" ")} Nothing was changed.`,
      next: "Give somebody else the role of owner first, or tell the person what would happen and call again with force: true.",
    });
  }
  return consequences;
}

/** A team that nobody is in owns nothing. */
function isOwner({ role, principal, members }: Grant): boolean {
  return role === "owner" && (principal.kind !== "team" || members.length > 0);
}
