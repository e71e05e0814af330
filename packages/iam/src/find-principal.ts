import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { IamPolicyV2QueryController } from "@planton-mcp/api/iam/iampolicy/v2/query";
import type { IdentityAccount } from "@planton-mcp/api/iam/identityaccount/v1/api";
import { IdentityAccountQueryController } from "@planton-mcp/api/iam/identityaccount/v1/query";
import { ServiceAccountQueryController } from "@planton-mcp/api/iam/serviceaccount/v1/query";
import { TeamQueryController } from "@planton-mcp/api/iam/team/v1/query";
import { ApiResourceSearchQueryController } from "@planton-mcp/api/search/v1/apiresource/query";
import { Failure, invalidArguments, nearest, type Send } from "@planton-mcp/core";
import { labelOf, type Named, named } from "./find-resource.ts";
import type { PrincipalKind } from "./kinds.ts";

const { get: getIdentity, getByEmail } = IdentityAccountQueryController.method;
const { get: getTeam } = TeamQueryController.method;
const { get: getServiceAccount, findByOrg } = ServiceAccountQueryController.method;
const { listPrincipals } = IamPolicyV2QueryController.method;
const { searchByKind } = ApiResourceSearchQueryController.method;

/** What finds a principal, and what finds the one that was probably meant. */
export const principalReads = [
  getIdentity,
  getByEmail,
  getTeam,
  getServiceAccount,
  findByOrg,
  listPrincipals,
  searchByKind,
];

/** A principal as policies name it: an identity account or a team. */
export interface Principal extends Named {
  readonly kind: "identity_account" | "team";
  /** What a person has to know of it before saying yes. */
  readonly warnings: readonly string[];
}

export interface PrincipalQuestion {
  readonly kind: PrincipalKind;
  /** An id; of a person, an e-mail address will do. */
  readonly id: string;
  /** Where to look for the one that was meant, if there is none of this id. */
  readonly org: string | undefined;
  readonly argument: string;
}

/** Finds a principal. A service account is a principal as the identity account that it acts as. */
export async function findPrincipal(question: PrincipalQuestion, read: Send): Promise<Principal> {
  const { kind, id } = question;
  try {
    if (kind === "team") return { ...named(kind, await read(getTeam, { value: id })), kind, warnings: [] };
    if (kind === "identity_account") return person(await identityOf(id, read));
    const account = await read(getServiceAccount, { value: id });
    const identity = account.spec?.identityAccountId ?? "";
    return { ...named(kind, account), kind: "identity_account", id: identity, warnings: [] };
  } catch (error) {
    const code = Failure.is(error) ? error.facts.code : undefined;
    if (code === "not_found") throw await unknownPrincipal(error, question, read);
    // Access can be given to people whose account the caller may not read.
    if (code !== "permission_denied" || kind !== "identity_account" || id.includes("@")) throw error;
    const warning = `You may not read who ${id} is: probably somebody outside your organizations. Make sure that the id is right.`;
    return { kind, id, name: id, warnings: [warning] };
  }
}

export function identityOf(id: string, read: Send): Promise<IdentityAccount> {
  return id.includes("@") ? read(getByEmail, { value: id }) : read(getIdentity, { value: id });
}

function person(account: IdentityAccount): Principal {
  const { email = "" } = account.spec ?? {};
  const { name, ...rest } = named("identity_account", account);
  return { ...rest, kind: "identity_account", name: email === "" ? name : `${name} <${email}>`, warnings: [] };
}

/** The failure for a principal that is not there, which names the one that was probably meant. */
async function unknownPrincipal(error: unknown, { kind, id, org, argument }: PrincipalQuestion, read: Send) {
  const known = org === undefined ? [] : await namesakes(kind, org, read).catch(() => []);
  const near = nearest(
    id,
    known.flatMap(({ names }) => names),
  );
  const meant = known.find(({ names }) => near !== undefined && names.includes(near));
  if (meant !== undefined) {
    const message = `There is no ${kind.replace("_", " ")} "${id}". Did you mean ${labelOf(meant)}?`;
    return invalidArguments([{ argument, message }]);
  }
  if (!id.includes("@")) return error;
  const message = `Nobody whom you may see has the e-mail address ${id}.`;
  return invalidArguments([{ argument, message }], "Invite them with invite_member, or give the account's id.");
}

interface Namesake {
  readonly id: string;
  readonly name: string;
  readonly names: readonly string[];
}

/** Those of a kind in an organization, with all that they may be called. */
async function namesakes(kind: PrincipalKind, org: string, read: Send): Promise<readonly Namesake[]> {
  if (kind === "team") {
    const pageInfo = { num: 0, size: 100 };
    const { entries } = await read(searchByKind, { org, apiResourceKind: ApiResourceKind.team, pageInfo });
    return entries.map(({ id, name, slug }) => ({ id, name, names: [id, name, slug] }));
  }
  if (kind === "service_account") {
    const { entries } = await read(findByOrg, { value: org });
    return entries.map((entry) => named(kind, entry)).map(({ id, name }) => ({ id, name, names: [id, name] }));
  }
  const pageInfo = { num: 0, size: 100 };
  const principalKind = ApiResourceKind.identity_account;
  const { entries } = await read(listPrincipals, { orgId: org, principalKind, pageInfo });
  return entries.flatMap(({ principal }) =>
    principal === undefined
      ? []
      : [{ id: principal.id, name: principal.name, names: [principal.id, principal.name, principal.email] }],
  );
}
