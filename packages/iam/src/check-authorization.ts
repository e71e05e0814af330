import { IamPolicyV2QueryController } from "@planton-mcp/api/iam/iampolicy/v2/query";
import { defineWorkflow, Failure, type Send, text } from "@planton-mcp/core";
import { accessReads, findAccess, type Grant, grantInWords, reaches } from "./find-access.ts";
import { inAnswer, policyCoordinates } from "./find-policy.ts";
import { findPrincipal, type Principal, principalReads } from "./find-principal.ts";
import { findResource, type Named, resourceReads } from "./find-resource.ts";
import { relationNamed, roleReads } from "./roles.ts";

const { checkAuthorization: check } = IamPolicyV2QueryController.method;

/** How many grants are tried by themselves at most. */
const mostTried = 8;

export const checkAuthorization = defineWorkflow({
  name: "check_authorization",
  title: "Check an authorization",
  description:
    "Tells whether a person, team or service account has a permission or role on a resource, and which grant gives it.",
  effect: "read",
  input: {
    ...policyCoordinates,
    relation: text("Permission (get, update, …) or role"),
  },
  example: {
    principal_kind: "identity_account",
    principal_id: "max@acme.example",
    resource_kind: "organization",
    resource_id: "acme",
    relation: "update",
  },
  keywords: ["may", "allowed", "can", "permission", "why"],
  reads: [check, ...resourceReads, ...principalReads, ...accessReads, ...roleReads],
  run: async (args, { read }) => {
    const resource = await findResource(args.resource_kind, args.resource_id, read);
    const { principal_kind: kind, principal_id: id } = args;
    const principal = await findPrincipal({ kind, id, org: resource.org, argument: "principal_id" }, read);
    const question = { resourceKind: resource.kind, principalType: principal.kind, argument: "relation" };
    const relation = await relationNamed(args.relation, question, read);
    const { isAuthorized } = await read(check, { policy: policyOf(principal, resource, relation) });
    const grants = await grantsTo(principal, resource, read);
    return {
      is_authorized: isAuthorized,
      ...inAnswer({ principal, resource }),
      relation,
      ...(grants === undefined
        ? { grants: "You may not list who has which role there." }
        : await explained(isAuthorized, grants, { principal, resource, relation }, read)),
    };
  },
});

interface Asked {
  readonly principal: Principal;
  readonly resource: Named;
  readonly relation: string;
}

/** What the principal has there, unless the caller may not know. */
async function grantsTo({ id }: Principal, resource: Named, read: Send): Promise<readonly Grant[] | undefined> {
  try {
    return (await findAccess(resource, read)).filter((grant) => reaches(grant, id));
  } catch (error) {
    if (Failure.is(error) && error.facts.code === "permission_denied") return undefined;
    throw error;
  }
}

async function explained(isAuthorized: boolean, grants: readonly Grant[], asked: Asked, read: Send) {
  const words = (grant: Grant) => grantInWords(grant, asked.principal.id);
  if (!isAuthorized) return { has_instead: grants.map(words) };
  if (grants.length === 0) return { given_by: "None of the roles that are listed there: it comes from elsewhere." };
  const giving = await Promise.all(grants.slice(0, mostTried).map((grant) => gives(grant, asked, read)));
  return { given_by: grants.filter((_, index) => grants.length === 1 || giving[index] === true).map(words) };
}

/** Whether a grant alone would do: asked of somebody who has nothing but that grant, and is nobody. */
async function gives({ role, on }: Grant, { principal, resource, relation }: Asked, read: Send): Promise<boolean> {
  const nobody = { ...principal, id: "somebody-who-has-this-grant-only" };
  const contextualPolicies = [policyOf(nobody, on, role)];
  return (await read(check, { policy: policyOf(nobody, resource, relation), contextualPolicies })).isAuthorized;
}

function policyOf(principal: Pick<Named, "kind" | "id">, resource: Pick<Named, "kind" | "id">, relation: string) {
  return {
    principal: { kind: principal.kind, id: principal.id },
    resource: { kind: resource.kind, id: resource.id },
    relation,
  };
}
