import { CloudResourceCommandController } from "@planton-mcp/api/infrahub/cloudresource/v1/command";
import { defineWorkflow } from "@planton-mcp/core";
import { waiting } from "@planton-mcp/jobs";
import { cloudResourceCoordinates, idOrCoordinates } from "./find-cloud-resource.ts";
import { removalByJob, removalReads } from "./removal-by-job.ts";

const { purge } = CloudResourceCommandController.method;

export const purgeCloudResource = defineWorkflow({
  name: "purge_cloud_resource",
  title: "Purge a cloud resource",
  description:
    "Removes a cloud resource wholly: a stack job tears down its infrastructure, and then its record is deleted.",
  effect: "destroy",
  input: { ...cloudResourceCoordinates, ...waiting },
  rules: [idOrCoordinates],
  example: { kind: "AwsVpc", org: "acme", env: "dev", slug: "network" },
  keywords: ["destroy", "delete", "everything", "decommission"],
  reads: removalReads,
  writes: [purge],
  prepare: (args, context) =>
    removalByJob(
      args,
      ["The infrastructure goes, all data in it, and then the record. If the job fails, the record stays."],
      ({ metadata }, write) => write(purge, { value: metadata?.id ?? "" }),
      context,
    ),
});
