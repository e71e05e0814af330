import { CloudResourceCommandController } from "@planton-mcp/api/infrahub/cloudresource/v1/command";
import { defineWorkflow, text } from "@planton-mcp/core";
import {
  cloudResourceCoordinates,
  cloudResourceReads,
  cloudResourceRow,
  cloudResourceTarget,
  findCloudResource,
  idOrCoordinates,
} from "./find-cloud-resource.ts";

const { rename } = CloudResourceCommandController.method;

export const renameCloudResource = defineWorkflow({
  name: "rename_cloud_resource",
  title: "Rename a cloud resource",
  description: "Changes the display name of a cloud resource. Its slug and its infrastructure stay.",
  effect: "write",
  input: { ...cloudResourceCoordinates, new_name: text("New display name") },
  rules: [idOrCoordinates],
  example: { kind: "AwsVpc", org: "acme", env: "dev", slug: "network", new_name: "Main network" },
  undo: "Rename it back.",
  reads: cloudResourceReads,
  writes: [rename],
  prepare: async ({ new_name, ...args }, { read }) => {
    const resource = await findCloudResource(args, read);
    const { id = "", name = "" } = resource.metadata ?? {};
    const changes = name === new_name ? [] : [{ field: "metadata.name", from: name, to: new_name }];
    return {
      target: cloudResourceTarget(resource),
      changes,
      commit: async (write) =>
        changes.length === 0
          ? { outcome: "unchanged", resource: cloudResourceRow(resource) }
          : { outcome: "updated", changes, resource: cloudResourceRow(await write(rename, { id, name: new_name })) },
    };
  },
});
