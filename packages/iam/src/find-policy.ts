import type { Target, ToolContext } from "@planton-mcp/core";
import { accessReads, findAccess, type Grant, versionOf } from "./find-access.ts";
import { findPrincipal, type Principal, principalReads } from "./find-principal.ts";
import { findResource, labelOf, type Named, resourceReads } from "./find-resource.ts";
import { type PrincipalKind, principalId, principalKind, resourceId, resourceKind } from "./kinds.ts";

/** The arguments that name a principal and a resource. */
export const policyCoordinates = {
  principal_kind: principalKind,
  principal_id: principalId,
  resource_kind: resourceKind,
  resource_id: resourceId,
};

export const policyReads = [...resourceReads, ...principalReads, ...accessReads];

export interface PolicyArguments {
  readonly principal_kind: PrincipalKind;
  readonly principal_id: string;
  readonly resource_kind: string;
  readonly resource_id: string;
}

/** A principal, a resource, and what the one may do on the other. */
export interface Policies {
  readonly principal: Principal;
  readonly resource: Named;
  /** Every grant that holds on the resource, whoever has it. */
  readonly access: readonly Grant[];
  /** Those that the principal has on the resource itself: what can be taken away there. */
  readonly own: readonly Grant[];
  readonly target: Target;
}

export async function findPolicies(args: PolicyArguments, { read }: Pick<ToolContext, "read">): Promise<Policies> {
  const resource = await findResource(args.resource_kind, args.resource_id, read);
  const { principal_kind: kind, principal_id: id } = args;
  const [principal, access] = await Promise.all([
    findPrincipal({ kind, id, org: resource.org, argument: "principal_id" }, read),
    findAccess(resource, read),
  ]);
  const own = access.filter((grant) => grant.principal.id === principal.id && !grant.isInherited);
  return { principal, resource, access, own, target: targetOf(principal, resource, access) };
}

/** What a person decides about: the policies of a principal on a resource. It moves with every policy on that resource. */
function targetOf(principal: Principal, resource: Named, access: readonly Grant[]): Target {
  return {
    kind: "iam_policy",
    id: `${principal.kind}:${principal.id}@${resource.kind}:${resource.id}`,
    name: `${labelOf(principal)} on ${resource.kind.replaceAll("_", " ")} ${labelOf(resource)}`,
    ...(resource.org === undefined ? {} : { org: resource.org }),
    ...(resource.kind === "environment" ? { env: resource.name } : {}),
    version: versionOf(access),
  };
}

/** How answers name both. */
export function inAnswer({ principal, resource }: Pick<Policies, "principal" | "resource">) {
  return { principal: shown(principal), resource: shown(resource) };
}

function shown({ kind, id, name }: Named) {
  return { kind, id, name: name === id ? undefined : name };
}

/** A grant that is thought of as if it were there. */
export function supposed({ principal, resource }: Pick<Policies, "principal" | "resource">, role: string): Grant {
  // Who is in a team does not matter for what is added: nobody loses anything by it.
  return { principal, members: [], role, on: resource, isInherited: false };
}
