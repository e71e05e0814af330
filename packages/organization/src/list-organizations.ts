import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import { defineTool, pageOf, paging, summary } from "@planton-mcp/core";

export const listOrganizations = defineTool({
  name: "list_organizations",
  title: "List organizations",
  description: "Lists the organizations that you may see. Their ids are the org argument of other tools.",
  effect: "read",
  input: paging,
  example: {},
  rpc: OrganizationQueryController.method.findOrganizations,
  request: () => ({}),
  project: ({ entries }, paging) =>
    pageOf(
      entries.map((entry) => ({ ...summary(entry), description: entry.spec?.description || undefined })),
      paging,
    ),
});
