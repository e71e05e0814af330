import { defineWorkflow } from "@planton-mcp/core";
import {
  cloudResourceCoordinates,
  cloudResourceReads,
  findCloudResource,
  idOrCoordinates,
} from "./find-cloud-resource.ts";
import { shownCloudResource } from "./shown-cloud-resource.ts";

export const getCloudResource = defineWorkflow({
  name: "get_cloud_resource",
  title: "Get a cloud resource",
  description: "Reads one cloud resource with its manifest and outputs; secrets are hidden.",
  effect: "read",
  input: cloudResourceCoordinates,
  rules: [idOrCoordinates],
  example: { kind: "AwsVpc", org: "acme", env: "dev", slug: "network" },
  keywords: ["show", "describe", "spec", "yaml"],
  reads: cloudResourceReads,
  run: async (args, context) => shownCloudResource(await findCloudResource(args, context.read), context),
});
