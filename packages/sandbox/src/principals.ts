import { fromBinary, type MessageInitShape } from "@bufbuild/protobuf";
import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import type { ApiResourceRefViewSchema } from "@planton-mcp/api/iam/iampolicy/v2/io";
import { IdentityAccountSchema } from "@planton-mcp/api/iam/identityaccount/v1/api";
import { TeamSchema } from "@planton-mcp/api/iam/team/v1/api";
import { failedPrecondition, invalid, notFound } from "./failures.ts";
import { principalKinds } from "./roles.ts";
import type { Principal, Row, Store } from "./store.ts";

/** How an answer shows a resource or a principal. */
export type RefView = MessageInitShape<typeof ApiResourceRefViewSchema>;

/** The identity account or team that is meant. Throws where there is none, or where it is something else. */
export function loadPrincipal(store: Store, { kind, id }: Principal): Row {
  if (!principalKinds.some((known) => known === kind)) {
    throw invalid(`A principal is an ${principalKinds.join(" or a ")}, not "${kind}".`);
  }
  const row = store.find(kind, id);
  if (row === undefined) throw notFound(kind, id);
  return row;
}

/** Throws where a team is to be let into what another organization owns. */
export function requireSameOrganization(principal: Row, org: string): void {
  if (principal.kind !== "team" || principal.org === org) return;
  throw failedPrecondition(`Team ${principal.id} belongs to organization ${principal.org}, not to ${org || "this"}.`);
}

/** A resource or principal by name; of a person with the e-mail address, of a team with its members. */
export function viewOf(store: Store, { kind, id }: Principal): RefView {
  const { name = "", slug = "" } = store.find(kind, id) ?? {};
  const view = { kind, id, name, slug };
  if (kind === "identity_account") return { ...view, email: emailOf(store, id) };
  return kind === "team" ? { ...view, members: membersOf(store, id).map((member) => shortView(store, member)) } : view;
}

function shortView(store: Store, { kind, id }: Principal): RefView {
  const { name = "", slug = "" } = store.find(kind, id) ?? {};
  return { kind, id, name, slug, email: kind === "identity_account" ? emailOf(store, id) : "" };
}

export function emailOf(store: Store, id: string): string {
  const row = store.find("identity_account", id);
  return row === undefined ? "" : (fromBinary(IdentityAccountSchema, row.data).spec?.email ?? "");
}

/** The direct members of a team, as its resource has them. */
export function membersOf(store: Store, team: string): readonly Principal[] {
  const row = store.find("team", team);
  const members = row === undefined ? [] : (fromBinary(TeamSchema, row.data).spec?.members ?? []);
  return members.map(({ memberType, memberId }) => ({ kind: ApiResourceKind[memberType] ?? "", id: memberId }));
}
