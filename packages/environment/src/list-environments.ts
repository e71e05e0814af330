import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { defineTool, org, pageOf, paging, summary } from "@planton-mcp/core";

export const listEnvironments = defineTool({
  name: "list_environments",
  title: "List environments",
  description: "Lists an organization's environments that you may see.",
  effect: "read",
  input: { org, ...paging },
  example: { org: "acme" },
  rpc: EnvironmentQueryController.method.findAuthorized,
  request: ({ org }) => ({ value: org }),
  project: ({ entries }, paging) =>
    pageOf(
      entries.map((entry) => ({ ...summary(entry), description: entry.spec?.description || undefined })),
      paging,
    ),
});
