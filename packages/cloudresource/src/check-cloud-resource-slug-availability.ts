import { CloudResourceQueryController } from "@planton-mcp/api/infrahub/cloudresource/v1/query";
import { defineTool, org, slug, text } from "@planton-mcp/core";
import { cloudResourceKind, kindNamed } from "./cloud-resource-kind.ts";

export const checkCloudResourceSlugAvailability = defineTool({
  name: "check_cloud_resource_slug_availability",
  title: "Check a cloud resource slug",
  description: "Tells whether a slug is free for a new cloud resource of a kind in an environment.",
  effect: "read",
  input: { org, env: text("Environment slug"), kind: cloudResourceKind, slug },
  example: { org: "acme", env: "dev", kind: "AwsVpc", slug: "network" },
  formerly: ["check_slug_availability"],
  rpc: CloudResourceQueryController.method.checkSlugAvailability,
  request: ({ org, env, kind, slug }) => ({ org, env, cloudResourceKind: kindNamed(kind).number, slug }),
  project: ({ isAvailable }) => ({ is_available: isAvailable }),
});
