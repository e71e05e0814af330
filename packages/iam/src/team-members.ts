import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import type { TeamMember } from "@planton-mcp/api/iam/team/v1/api";
import { type Change, invalidArguments, type Send } from "@planton-mcp/core";
import { kindFacts } from "@planton-mcp/core/contract";
import { findPrincipal } from "./find-principal.ts";

/** A member as a request names it. */
export type Member = Pick<TeamMember, "memberType" | "memberId">;

export interface MembersArguments {
  readonly members?: readonly string[] | undefined;
  readonly add_members?: readonly string[] | undefined;
  readonly remove_members?: readonly string[] | undefined;
}

/** Who is in a team once the arguments have been followed. Throws where somebody is to be removed who is not in it. */
export async function membersAfter(
  { members, add_members = [], remove_members = [] }: MembersArguments,
  before: readonly TeamMember[],
  org: string,
  read: Send,
): Promise<readonly Member[]> {
  const find = (ids: readonly string[], argument: string) =>
    Promise.all(ids.map((id) => memberNamed(id, org, argument, read)));
  if (members !== undefined) return find(members, "members");
  const removed = remove_members.map((id) => memberAmong(before, id));
  const added = await find(add_members, "add_members");
  const stay = before.filter((member) => !removed.includes(member));
  return [...stay, ...added.filter(({ memberId }) => !stay.some((member) => member.memberId === memberId))];
}

/** Who came and who went, by name. */
export function memberChanges(before: readonly TeamMember[], after: readonly Member[]): readonly Change[] {
  const isIn = (members: readonly Member[]) => (member: Member) =>
    members.some(({ memberId }) => memberId === member.memberId);
  const gone = before.filter((member) => !isIn(after)(member));
  const come = after.filter((member) => !isIn(before)(member));
  return [
    ...come.map(({ memberId }) => ({ field: "spec.members", to: memberId })),
    ...gone.map(({ memberId, email, name }) => ({
      field: "spec.members",
      from: [memberId, email || name].filter(Boolean).join(" "),
    })),
  ];
}

const teamPrefix = `${kindFacts("team")?.idPrefix}_`;

async function memberNamed(id: string, org: string, argument: string, read: Send): Promise<Member> {
  const kind = id.startsWith(teamPrefix) ? "team" : "identity_account";
  const found = await findPrincipal({ kind, id, org, argument }, read);
  return { memberType: ApiResourceKind[found.kind], memberId: found.id };
}

/** Whoever is to go is looked for among those who are in: an account that is gone may leave too. */
function memberAmong(members: readonly TeamMember[], given: string): TeamMember {
  const text = given.toLowerCase();
  const found = members.find(
    ({ memberId, email }) => memberId === given || (email !== "" && email.toLowerCase() === text),
  );
  if (found !== undefined) return found;
  const known = members.map(({ memberId, email }) => email || memberId).join(", ") || "nobody";
  throw invalidArguments([{ argument: "remove_members", message: `${given} is not in the team. In it: ${known}.` }]);
}
