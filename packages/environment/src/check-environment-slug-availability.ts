import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { defineTool, org, slug } from "@planton-mcp/core";

export const checkEnvironmentSlugAvailability = defineTool({
  name: "check_environment_slug_availability",
  title: "Check an environment slug",
  description: "Tells whether a slug is free for a new environment of an organization.",
  effect: "read",
  input: { org, slug },
  example: { org: "acme", slug: "qa" },
  rpc: EnvironmentQueryController.method.checkSlugAvailability,
  request: ({ org, slug }) => ({ org, slug }),
  project: ({ isAvailable }, { org, slug }) => ({
    org,
    slug,
    is_available: isAvailable,
    // The API answers with no more than yes or no.
    reason: isAvailable ? undefined : "no reason given",
  }),
});
