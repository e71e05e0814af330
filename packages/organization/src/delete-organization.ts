import { OrganizationCommandController } from "@planton-mcp/api/resourcemanager/organization/v1/command";
import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import { defineTool, org, wholeResource } from "@planton-mcp/core";

export const deleteOrganization = defineTool({
  name: "delete_organization",
  title: "Delete an organization",
  description: "Deletes an organization for good. Read it and list its environments first.",
  effect: "destroy",
  input: { org },
  example: { org: "acme-labs" },
  target: { rpc: OrganizationQueryController.method.get, request: ({ org }) => ({ value: org }) },
  rpc: OrganizationCommandController.method.delete,
  request: (_, { id }) => ({ value: id }),
  project: wholeResource,
});
