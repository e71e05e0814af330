import { CloudResourceLockController } from "@planton-mcp/api/infrahub/cloudresource/v1/lock";
import { defineWorkflow } from "@planton-mcp/core";
import {
  cloudResourceCoordinates,
  cloudResourceReads,
  cloudResourceRow,
  findCloudResource,
  idOrCoordinates,
} from "./find-cloud-resource.ts";

const { listLocks } = CloudResourceLockController.method;

export const listCloudResourceLocks = defineWorkflow({
  name: "list_cloud_resource_locks",
  title: "List a cloud resource's locks",
  description: "Tells which job holds the lock on a cloud resource, since when, and which wait for it.",
  effect: "read",
  input: cloudResourceCoordinates,
  rules: [idOrCoordinates],
  example: { id: "k8spg_01kseed0000000000000000002" },
  keywords: ["blocked", "stuck", "queue"],
  reads: [...cloudResourceReads, listLocks],
  run: async (args, { read }) => {
    const id = args.id ?? (await findCloudResource(args, read)).metadata?.id ?? "";
    const { cloudResource, isLocked, currentLock, queue } = await read(listLocks, { value: id });
    return {
      is_locked: isLocked,
      current_lock: currentLock,
      queue,
      resource: cloudResource === undefined ? { id } : cloudResourceRow(cloudResource),
    };
  },
});
