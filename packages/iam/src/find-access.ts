import { createHash } from "node:crypto";
import type { ApiResourceRefView, PrincipalAccess } from "@planton-mcp/api/iam/iampolicy/v2/io";
import { IamPolicyV2QueryController } from "@planton-mcp/api/iam/iampolicy/v2/query";
import type { Send } from "@planton-mcp/core";
import type { Named } from "./find-resource.ts";

const { listResourceAccessByPrincipal } = IamPolicyV2QueryController.method;

export const accessReads = [listResourceAccessByPrincipal];

/** One role of one principal, as it holds on a resource. */
export interface Grant {
  readonly principal: Pick<Named, "kind" | "id" | "name">;
  /** Ids of a team's members. */
  readonly members: readonly string[];
  readonly role: string;
  /** What the role is granted on: the resource itself, or what it is inherited from. */
  readonly on: Pick<Named, "kind" | "id" | "name">;
  readonly isInherited: boolean;
}

/** Every role that holds on a resource, those that it inherits included. */
export async function findAccess({ kind, id }: Pick<Named, "kind" | "id">, read: Send): Promise<readonly Grant[]> {
  const { entries } = await read(listResourceAccessByPrincipal, { resource: { kind, id }, includeInherited: true });
  return entries.flatMap((entry) => grantsOf(entry, { kind, id, name: id }));
}

function grantsOf({ principal, roles }: PrincipalAccess, resource: Grant["on"]): readonly Grant[] {
  return roles.map(({ role, ownerResource, isInherited }) => ({
    principal: refOf(principal),
    members: principal?.members.map(({ id }) => id) ?? [],
    role: role?.code ?? "",
    on: ownerResource === undefined ? resource : refOf(ownerResource),
    isInherited,
  }));
}

function refOf(view: ApiResourceRefView | undefined): Grant["on"] {
  const { kind = "", id = "", name = "", email = "" } = view ?? {};
  return { kind, id, name: email === "" ? name || id : `${name || id} <${email}>` };
}

/** Whether a grant is to somebody: to them, or to a team that they are in. */
export function reaches({ principal, members }: Grant, id: string): boolean {
  return principal.id === id || members.includes(id);
}

/** `member`, or `member, inherited from organization acme`, or `… as a member of team Platform`. */
export function grantInWords({ role, on, isInherited, principal }: Grant, whose: string): string {
  const from = isInherited ? `, inherited from ${on.kind} ${on.id}` : "";
  return `${role}${from}${principal.id === whose ? "" : `, as a member of team ${principal.name}`}`;
}

/** Moves whenever one of these policies, or a team that has one, does. */
export function versionOf(grants: readonly Grant[]): string {
  const lines = grants.map(({ principal, members, role, on }) =>
    [principal.kind, principal.id, role, on.kind, on.id, ...[...members].sort()].join(" "),
  );
  return createHash("sha256").update(lines.sort().join("\n")).digest("base64url").slice(0, 22);
}
