import { CloudResourceCommandController } from "@planton-mcp/api/infrahub/cloudresource/v1/command";
import { defineWorkflow } from "@planton-mcp/core";
import {
  cloudResourceCoordinates,
  cloudResourceReads,
  cloudResourceTarget,
  findCloudResource,
  idOrCoordinates,
} from "./find-cloud-resource.ts";
import { sendUnlessBusy } from "./lock-advice.ts";
import { shownCloudResource } from "./shown-cloud-resource.ts";

const { delete: remove } = CloudResourceCommandController.method;

export const deleteCloudResource = defineWorkflow({
  name: "delete_cloud_resource",
  title: "Delete a cloud resource's record",
  description:
    "Deletes Planton's record of a cloud resource and leaves its infrastructure running. To tear that down too, use purge_cloud_resource.",
  effect: "destroy",
  input: cloudResourceCoordinates,
  rules: [idOrCoordinates],
  example: { kind: "AwsVpc", org: "acme", env: "dev", slug: "network" },
  keywords: ["forget", "unmanage", "remove"],
  undo: "Applying its manifest again makes a new record with a new id; the answer holds the manifest, without its secrets.",
  reads: cloudResourceReads,
  writes: [remove],
  prepare: async (args, context) => {
    const resource = await findCloudResource(args, context.read);
    const { id = "" } = resource.metadata ?? {};
    return {
      target: cloudResourceTarget(resource),
      warnings: [
        "Only the record goes: the infrastructure goes on running and costing, and Planton no longer manages it.",
      ],
      commit: async (write) =>
        shownCloudResource(await sendUnlessBusy(() => write(remove, { resourceId: id }), id, context), context),
    };
  },
});
