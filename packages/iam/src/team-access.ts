import { Failure, type Send } from "@planton-mcp/core";
import { accessReads, findAccess, type Grant, versionOf } from "./find-access.ts";
import { findResource, resourceReads } from "./find-resource.ts";
import { lockOutReads, refuseLockOut } from "./lock-out.ts";

export const teamAccessReads = [...resourceReads, ...accessReads, ...lockOutReads];

export interface TeamChange {
  readonly id: string;
  readonly org: string;
  /** Ids of who is in it afterwards; nothing where there is no team any more. */
  readonly members: readonly string[] | undefined;
  readonly force: boolean;
}

/**
 * What a change of a team's members does to the organization's owners and to the caller's own access, as sentences, and
 * the version of what it rests on. Throws where that locks somebody out, unless it is forced.
 */
export async function teamAccess({ id, org, members, force }: TeamChange, read: Send) {
  const before = await accessOrNothing(org, read);
  if (before === undefined) {
    const warning = `You may not list who has access to organization ${org}, so it is not known what the members lose by this.`;
    return { warnings: [warning], version: "" };
  }
  const isOfTeam = ({ principal }: Grant) => principal.kind === "team" && principal.id === id;
  const after = before.flatMap((grant) => {
    if (!isOfTeam(grant)) return [grant];
    return members === undefined ? [] : [{ ...grant, members }];
  });
  const resource = await findResource("organization", org, read);
  const warnings = await refuseLockOut({ resource, before, after, force }, read);
  const roles = before.filter(isOfTeam).map(({ role }) => role);
  const gives =
    roles.length === 0 ? [] : [`Its members have the role ${roles.join(", ")} on organization ${org} by it.`];
  return { warnings: [...warnings, ...gives], version: versionOf(before) };
}

async function accessOrNothing(org: string, read: Send): Promise<readonly Grant[] | undefined> {
  try {
    return await findAccess({ kind: "organization", id: org }, read);
  } catch (error) {
    if (Failure.is(error) && error.facts.code === "permission_denied") return undefined;
    throw error;
  }
}
