import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { IamPolicyV2QueryController } from "@planton-mcp/api/iam/iampolicy/v2/query";
import { ApiResourceSearchQueryController } from "@planton-mcp/api/search/v1/apiresource/query";
import { defineWorkflow, org, paging, text } from "@planton-mcp/core";
import { principalRow, roleRow } from "./list-resource-policies.ts";

const { searchByKind } = ApiResourceSearchQueryController.method;
const { listPrincipals } = IamPolicyV2QueryController.method;

export const listTeams = defineWorkflow({
  name: "list_teams",
  title: "List teams",
  description:
    "Lists an organization's teams or, with env, only those that have access to that environment, with their roles.",
  effect: "read",
  input: { org, env: text("Environment slug").optional(), ...paging },
  example: { org: "acme" },
  keywords: ["groups"],
  reads: [searchByKind, listPrincipals],
  run: async ({ org, env, page, page_size }, { read }) => {
    const pageInfo = { num: page - 1, size: page_size };
    const kind = ApiResourceKind.team;
    if (env === undefined) {
      const { entries, totalPages } = await read(searchByKind, { org, apiResourceKind: kind, pageInfo });
      const rows = entries.map(({ id, slug, name, description }) => ({
        id,
        slug,
        name,
        description: description || undefined,
      }));
      return { listed: `all teams of organization ${org}`, page, pages: Math.max(totalPages, 1), entries: rows };
    }
    const { entries, totalPages } = await read(listPrincipals, { orgId: org, env, principalKind: kind, pageInfo });
    const rows = entries.map(({ principal, roles }) => ({ ...principalRow(principal), roles: roles.map(roleRow) }));
    const listed = `teams with access to environment ${env} of organization ${org}`;
    return { listed, page, pages: Math.max(totalPages, 1), entries: rows };
  },
});
