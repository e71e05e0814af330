import { definePlugin } from "@planton-mcp/core";
import { applyOrganization } from "./apply-organization.ts";
import { checkOrganizationSlugAvailability } from "./check-organization-slug-availability.ts";
import { deleteOrganization } from "./delete-organization.ts";
import { getOrganization } from "./get-organization.ts";
import { listOrganizations } from "./list-organizations.ts";

export const plugin = definePlugin({
  name: "organization",
  title: "Organizations",
  description: "The tenants that own environments and everything in them.",
  tools: [applyOrganization, checkOrganizationSlugAvailability, deleteOrganization, getOrganization, listOrganizations],
});
