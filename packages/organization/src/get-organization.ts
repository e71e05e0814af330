import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import { defineTool, org, wholeResource } from "@planton-mcp/core";

export const getOrganization = defineTool({
  name: "get_organization",
  title: "Get an organization",
  description: "Reads one organization with its settings.",
  effect: "read",
  input: { org },
  example: { org: "acme" },
  rpc: OrganizationQueryController.method.get,
  request: ({ org }) => ({ value: org }),
  project: wholeResource,
});
