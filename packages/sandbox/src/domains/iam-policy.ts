import { createHash } from "node:crypto";
import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { IamPolicyV2CommandController } from "@planton-mcp/api/iam/iampolicy/v2/command";
import { IamPolicyV2QueryController } from "@planton-mcp/api/iam/iampolicy/v2/query";
import type { ApiResourceRef, IamPolicySpec } from "@planton-mcp/api/iam/iampolicy/v2/spec";
import { createAccess, holders } from "../access.ts";
import { alreadyExists, invalid, notFound } from "../failures.ts";
import { special } from "../handler.ts";
import { loadPrincipal, requireSameOrganization, viewOf } from "../principals.ts";
import { environmentId } from "../resources.ts";
import { isRelation, rolesFor } from "../roles.ts";
import type { Grant, Principal, Store } from "../store.ts";
import type { Domain } from "./domain.ts";
import { roleOf } from "./iam-role.ts";
import { leaveTeam } from "./team.ts";

const commands = IamPolicyV2CommandController.method;
const queries = IamPolicyV2QueryController.method;

type Stored = Required<Grant>;

export const iamPolicyDomain: Domain = {
  services: [IamPolicyV2CommandController, IamPolicyV2QueryController],
  specials: [
    special(commands.create, ({ store }, spec) => {
      const grant = grantable(store, spec);
      if (!store.grant(grant)) throw alreadyExists(`${words(grant)} has been granted already.`);
      return policyOf(grant);
    }),
    special(commands.delete, ({ store }, spec) => {
      const grant = grantOf(spec);
      if (!store.revoke(grant)) throw notFound("iam_policy", words(grant));
      return policyOf(grant);
    }),
    special(commands.upsert, ({ store }, { principal, resource, relations }) => {
      // The API takes a whole revocation by delete only; an empty list is more likely a mistake.
      if (relations.length === 0) throw invalid("relations is empty. Delete the policies instead.");
      const wanted = relations.map((relation) => grantable(store, { principal, resource, relation }));
      const [first] = wanted;
      const before =
        first === undefined ? [] : store.grantsOn(first.kind, first.id).filter((grant) => isSame(grant, first));
      for (const grant of before) if (!relations.includes(grant.role)) store.revoke(grant);
      for (const grant of wanted) store.grant(grant);
      return { entries: wanted.map(policyOf) };
    }),
    special(commands.revokeOrgAccess, (context, { identityAccountId, organizationId }) => {
      const { store } = context;
      const principal = { kind: "identity_account", id: identityAccountId };
      loadPrincipal(store, principal);
      for (const team of store.teamsOf(principal)) {
        if (store.find("team", team)?.org === organizationId) leaveTeam(context, team, principal);
      }
      const revoked = store
        .grantsOf(identityAccountId)
        .filter((grant) => grant.principalKind === "identity_account" && orgOf(store, grant) === organizationId);
      for (const grant of revoked) store.revoke(grant);
      return { entries: revoked.map(policyOf) };
    }),
    special(queries.listResourceAccessByPrincipal, ({ store }, { resource, includeInherited }) => ({
      entries: byPrincipal(store, grantsAt(store, refOf(resource), includeInherited), refOf(resource)),
    })),
    special(queries.listResourceAccessByRole, ({ store }, { resource, includeInherited }) => {
      const at = refOf(resource);
      const groups = grouped(grantsAt(store, at, includeInherited), ({ role, kind, id }) => `${role}/${kind}/${id}`);
      return {
        entries: groups.map(([first, group]) => ({
          role: roleGrant(store, first, at),
          principals: group.map((each) => viewOf(store, principalOf(each))),
        })),
      };
    }),
    special(queries.getPrincipalResourceRoles, ({ store }, { principal, resource }) => {
      const [who, at] = [refOf(principal), refOf(resource)];
      const grants = store.grantsOf(who.id, who.kind).filter(({ kind, id }) => kind === at.kind && id === at.id);
      const codes = new Set(grants.map(({ role }) => role));
      return { roles: [...codes].map((code) => roleInfo(code, at.kind, who.kind)) };
    }),
    special(queries.checkAuthorization, ({ store }, { policy, contextualPolicies }) => {
      const { principalKind, principal, role, kind, id } = grantOf(policy);
      if (!isRelation(role)) throw invalid(`relation is a permission or a role, not "${role}".`);
      if (holders(store, kind, id) === undefined) throw notFound(kind, id);
      // Of what is only supposed, the sandbox minds what is supposed of this very principal.
      const supposed = contextualPolicies.map(grantOf).filter((grant) => grant.principal === principal);
      const access = createAccess(store, { kind: principalKind, id: principal }, supposed);
      return { isAuthorized: access.may(role, kind, id) };
    }),
    special(queries.listAuthorizedPrincipals, ({ store }, { resource, principalKind, relation }) => {
      const { kind, id } = refOf(resource);
      const authorized = store
        .list(principalKind)
        .filter((row) => createAccess(store, { kind: row.kind, id: row.id }).may(relation, kind, id));
      return { principals: authorized.map((row) => viewOf(store, row)) };
    }),
    special(queries.listPrincipals, ({ store }, { orgId, env, principalKind, pageInfo }) => {
      const at =
        env === ""
          ? { kind: "organization", id: orgId }
          : { kind: "environment", id: environmentId(store, orgId, env) };
      const grants = grantsAt(store, at, true).filter(
        (grant) => grant.principalKind === ApiResourceKind[principalKind],
      );
      const entries = byPrincipal(store, grants, at);
      const size = pageInfo === undefined || pageInfo.size <= 0 ? Math.max(entries.length, 1) : pageInfo.size;
      const start = Math.max(pageInfo?.num ?? 0, 0) * size;
      return { entries: entries.slice(start, start + size), totalPages: Math.ceil(entries.length / size) };
    }),
  ],
};

/** What a policy grants. The engine has held against the contract's rules that both references are there. */
function grantOf(spec: Pick<IamPolicySpec, "principal" | "resource" | "relation"> | undefined): Stored {
  const [principal, resource] = [refOf(spec?.principal), refOf(spec?.resource)];
  return {
    principalKind: principal.kind,
    principal: principal.id,
    role: spec?.relation ?? "",
    kind: resource.kind,
    id: resource.id,
  };
}

/** The same, where it can be granted. */
function grantable(store: Store, spec: Pick<IamPolicySpec, "principal" | "resource" | "relation">): Stored {
  const grant = grantOf(spec);
  const { principalKind, role, kind, id } = grant;
  const principal = loadPrincipal(store, principalOf(grant));
  if (roleOf(role, kind, principalKind) === undefined) {
    const codes = rolesFor(kind).map(({ code }) => code);
    throw invalid(`"${role}" is no role on ${kind}. There are ${codes.join(", ")}.`);
  }
  requireSameOrganization(principal, kind === "organization" ? id : (store.find(kind, id)?.org ?? ""));
  return grant;
}

function refOf(ref: ApiResourceRef | undefined): Principal {
  return { kind: ref?.kind ?? "", id: ref?.id ?? "" };
}

function principalOf({ principalKind, principal }: Stored): Principal {
  return { kind: principalKind, id: principal };
}

function isSame(one: Stored, other: Stored): boolean {
  return one.principalKind === other.principalKind && one.principal === other.principal;
}

function orgOf(store: Store, { kind, id }: Stored): string | undefined {
  return kind === "organization" ? id : store.find(kind, id)?.org;
}

function words({ principalKind, principal, role, kind, id }: Stored): string {
  return `${role} on ${kind} ${id} for ${principalKind} ${principal}`;
}

/** A policy's id is made of what it says: there can't be two of the same. */
function policyOf(grant: Stored) {
  const { principalKind, principal, role, kind, id } = grant;
  const hash = createHash("sha256").update(words(grant)).digest("hex").slice(0, 26);
  return {
    apiVersion: "iam.planton.ai/v2",
    kind: "IamPolicy",
    metadata: { id: `iamp_${hash}` },
    spec: { principal: { kind: principalKind, id: principal }, resource: { kind, id }, relation: role },
  };
}

/** What is granted on a resource and, if asked for, on all that holds it but the platform. */
function grantsAt(store: Store, { kind, id }: Principal, isInheritedWanted: boolean): readonly Stored[] {
  const chain = (holders(store, kind, id) ?? []).filter((link) => link.kind !== "platform" || kind === "platform");
  return (isInheritedWanted ? chain : chain.slice(0, 1)).flatMap((link) => store.grantsOn(link.kind, link.id));
}

function byPrincipal(store: Store, grants: readonly Stored[], at: Principal) {
  return grouped(grants, ({ principalKind, principal }) => `${principalKind}/${principal}`).map(([first, group]) => ({
    principal: viewOf(store, principalOf(first)),
    roles: group.map((each) => roleGrant(store, each, at)),
  }));
}

/** Those of the same key together, each group with its first. */
function grouped(grants: readonly Stored[], keyOf: (grant: Stored) => string) {
  const groups = new Map<string, [Stored, Stored[]]>();
  for (const grant of grants) {
    const [, group] = groups.get(keyOf(grant)) ?? [];
    if (group === undefined) groups.set(keyOf(grant), [grant, [grant]]);
    else group.push(grant);
  }
  return [...groups.values()];
}

function roleGrant(store: Store, { role, principalKind, kind, id }: Stored, at: Principal) {
  return {
    role: roleInfo(role, kind, principalKind),
    ownerResource: viewOf(store, { kind, id }),
    isInherited: kind !== at.kind || id !== at.id,
  };
}

function roleInfo(code: string, kind: string, principalKind: string) {
  const { metadata, spec } = roleOf(code, kind, principalKind) ?? {};
  return { id: metadata?.id ?? "", code, name: metadata?.name ?? code, description: spec?.description ?? "" };
}
