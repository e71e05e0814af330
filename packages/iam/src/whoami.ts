import { IamPolicyV2QueryController } from "@planton-mcp/api/iam/iampolicy/v2/query";
import { IdentityAccountType } from "@planton-mcp/api/iam/identityaccount/v1/enums";
import { IdentityAccountQueryController } from "@planton-mcp/api/iam/identityaccount/v1/query";
import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import { defineWorkflow, Failure, type Send, summary } from "@planton-mcp/core";

const { whoAmI } = IdentityAccountQueryController.method;
const { findOrganizations } = OrganizationQueryController.method;
const { checkAuthorization, getPrincipalResourceRoles } = IamPolicyV2QueryController.method;

/** What is asked about in each organization: the deeds by which people tell what somebody is there. */
const asked = ["update", "delete", "environment_create", "team_create", "iam_policy_get", "iam_policy_update"];
/** How many organizations are looked into. */
const mostOrganizations = 10;

export const whoami = defineWorkflow({
  name: "whoami",
  title: "Who am I",
  description:
    "Tells who this API key belongs to, in which organizations, with which roles, and what it may do there. Call it first.",
  effect: "read",
  input: {},
  example: {},
  keywords: ["me", "identity", "account", "key", "login", "permissions"],
  reads: [whoAmI, findOrganizations, checkAuthorization, getPrincipalResourceRoles],
  run: async (_, { read }) => {
    const [account, { entries }] = await Promise.all([read(whoAmI, {}), read(findOrganizations, {})]);
    const { id = "", name } = account.metadata ?? {};
    const { email, identityAccountType } = account.spec ?? {};
    const looked = entries.slice(0, mostOrganizations);
    const organizations = await Promise.all(
      looked.map(async (entry) => ({ ...summary(entry), ...(await standing(id, entry.metadata?.id ?? "", read)) })),
    );
    const more = entries.slice(mostOrganizations).flatMap(({ metadata }) => metadata?.id ?? []);
    return {
      id,
      name,
      email: email || undefined,
      type: identityAccountType === IdentityAccountType.machine ? "service account" : "person",
      organizations,
      more_organizations: more.length === 0 ? undefined : more,
    };
  },
});

/** What somebody is and may do in an organization. */
async function standing(id: string, org: string, read: Send) {
  const principal = { kind: "identity_account", id };
  const resource = { kind: "organization", id: org };
  const [roles, ...answers] = await Promise.all([
    rolesOf({ principal, resource }, read),
    ...asked.map(
      async (relation) => (await read(checkAuthorization, { policy: { principal, resource, relation } })).isAuthorized,
    ),
  ]);
  return {
    roles,
    may: asked.filter((_, index) => answers[index]),
    may_not: asked.filter((_, index) => !answers[index]),
  };
}

/** The codes of the roles, or a word that the caller may not list them. */
async function rolesOf(request: Parameters<typeof ask>[0], read: Send): Promise<readonly string[] | string> {
  try {
    return await ask(request, read);
  } catch (error) {
    if (Failure.is(error) && error.facts.code === "permission_denied") return "not listed for you";
    throw error;
  }
}

async function ask(
  request: { principal: { kind: string; id: string }; resource: { kind: string; id: string } },
  read: Send,
) {
  return (await read(getPrincipalResourceRoles, request)).roles.map(({ code, name }) => code || name);
}
