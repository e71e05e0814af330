import type { ApiResourceIamPermission } from "@planton-mcp/api/iam/iampolicy/v1/rpcauthorization/iam_permission";
import { IamPolicyV2QueryController } from "@planton-mcp/api/iam/iampolicy/v2/query";
import { IdentityAccountQueryController } from "@planton-mcp/api/iam/identityaccount/v1/query";
import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import { defineResource, type Send } from "@planton-mcp/core";

const { whoAmI } = IdentityAccountQueryController.method;
const { findOrganizations } = OrganizationQueryController.method;
const { checkAuthorization } = IamPolicyV2QueryController.method;

/** What is asked of each organization, as the contract names it: whether one reads, makes, removes and lets others in. */
const asked = [
  "get",
  "update",
  "delete",
  "environment_create",
  "cloud_resource_create",
  "connection_resource_create",
  "infra_project_create",
  "service_create",
  "team_create",
  "iam_policy_get",
  "iam_policy_update",
] as const satisfies readonly (keyof typeof ApiResourceIamPermission)[];

/** Each costs as many checks as there are permissions. */
const mostOrganizations = 5;

export const capabilities = defineResource({
  uri: "capabilities://me",
  name: "capabilities",
  title: "What you may do",
  description: "Who the caller is, and which permissions they have in each of their organizations.",
  mimeType: "application/json",
  annotations: { audience: ["assistant", "user"], priority: 0.9 },
  reads: [whoAmI, findOrganizations, checkAuthorization],
  read: async (_, { read }) => {
    const [{ metadata, spec }, { entries }] = await Promise.all([read(whoAmI, {}), read(findOrganizations, {})]);
    const me = metadata?.id ?? "";
    const ids = entries.map((entry) => entry.metadata?.id ?? "");
    return {
      me: { id: me, name: metadata?.name, email: spec?.email },
      organizations: await Promise.all(ids.slice(0, mostOrganizations).map((org) => may(me, org, read))),
      not_checked: ids.length > mostOrganizations ? ids.slice(mostOrganizations) : undefined,
    };
  },
});

async function may(me: string, org: string, read: Send) {
  const principal = { kind: "identity_account", id: me };
  const resource = { kind: "organization", id: org };
  const answers = await Promise.all(
    asked.map(
      async (relation) => (await read(checkAuthorization, { policy: { principal, resource, relation } })).isAuthorized,
    ),
  );
  return {
    org,
    may: asked.filter((_, index) => answers[index]),
    may_not: asked.filter((_, index) => !answers[index]),
  };
}
