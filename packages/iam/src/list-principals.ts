import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { IamPolicyV2QueryController } from "@planton-mcp/api/iam/iampolicy/v2/query";
import { defineTool, org, paging, text } from "@planton-mcp/core";
import { principalType } from "./kinds.ts";
import { principalRow, roleRow } from "./list-resource-policies.ts";

export const listPrincipals = defineTool({
  name: "list_principals",
  title: "List principals",
  description:
    "Lists the people or teams that have access to an organization or to one of its environments, with their roles.",
  effect: "read",
  input: { org, env: text("Environment slug").optional(), principal_kind: principalType, ...paging },
  example: { org: "acme", principal_kind: "identity_account" },
  keywords: ["members", "users", "everyone"],
  rpc: IamPolicyV2QueryController.method.listPrincipals,
  request: ({ org, env, principal_kind, page, page_size }) => ({
    orgId: org,
    ...(env === undefined ? {} : { env }),
    principalKind: ApiResourceKind[principal_kind],
    pageInfo: { num: page - 1, size: page_size },
  }),
  project: ({ entries, totalPages }, { org, env, page }) => ({
    access_to: env === undefined ? `organization ${org}` : `environment ${env} of organization ${org}`,
    page,
    pages: Math.max(totalPages, 1),
    entries: entries.map(({ principal, roles }) => ({ ...principalRow(principal), roles: roles.map(roleRow) })),
  }),
});
