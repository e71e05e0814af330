import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import { defineTool, slug } from "@planton-mcp/core";

export const checkOrganizationSlugAvailability = defineTool({
  name: "check_organization_slug_availability",
  title: "Check an organization slug",
  description: "Tells whether a slug is free for a new organization. The slug becomes the organization's id.",
  effect: "read",
  input: { slug },
  example: { slug: "new-venture" },
  rpc: OrganizationQueryController.method.checkSlugAvailability,
  request: ({ slug }) => ({ slug }),
  project: ({ available, reason, message }, { slug }) => ({
    slug,
    is_available: available,
    reason: available ? undefined : [reason, message].filter(Boolean).join(": ") || "no reason given",
  }),
});
