import { CloudResourceCommandController } from "@planton-mcp/api/infrahub/cloudresource/v1/command";
import { defineWorkflow } from "@planton-mcp/core";
import { waiting } from "@planton-mcp/jobs";
import { cloudResourceCoordinates, idOrCoordinates } from "./find-cloud-resource.ts";
import { removalByJob, removalReads } from "./removal-by-job.ts";

const { destroy } = CloudResourceCommandController.method;

export const destroyCloudResource = defineWorkflow({
  name: "destroy_cloud_resource",
  title: "Destroy a cloud resource's infrastructure",
  description:
    "Tears down the infrastructure of a cloud resource by a stack job and keeps its record, from which it can be deployed again.",
  effect: "destroy",
  input: { ...cloudResourceCoordinates, ...waiting },
  rules: [idOrCoordinates],
  example: { kind: "AwsVpc", org: "acme", env: "dev", slug: "network" },
  keywords: ["teardown", "undeploy", "remove"],
  undo: "Applying its manifest again deploys it anew, without the data that was in it.",
  reads: removalReads,
  writes: [destroy],
  prepare: (args, context) =>
    removalByJob(
      args,
      ["The infrastructure goes, and all data in it. The record stays."],
      // The API takes the resource as it was read.
      (resource, write) => write(destroy, resource),
      context,
    ),
});
