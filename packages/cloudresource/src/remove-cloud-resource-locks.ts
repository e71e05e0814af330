import { CloudResourceLockController } from "@planton-mcp/api/infrahub/cloudresource/v1/lock";
import { defineWorkflow } from "@planton-mcp/core";
import {
  cloudResourceCoordinates,
  cloudResourceReads,
  cloudResourceTarget,
  findCloudResource,
  idOrCoordinates,
} from "./find-cloud-resource.ts";

const { listLocks, removeLocks } = CloudResourceLockController.method;

export const removeCloudResourceLocks = defineWorkflow({
  name: "remove_cloud_resource_locks",
  title: "Remove a cloud resource's locks",
  description:
    "Removes the lock on a cloud resource and all that wait for it. Only for a lock whose job is gone: see list_cloud_resource_locks first.",
  effect: "destroy",
  input: cloudResourceCoordinates,
  rules: [idOrCoordinates],
  example: { id: "k8spg_01kseed0000000000000000002" },
  keywords: ["unlock", "stuck", "release"],
  reads: [...cloudResourceReads, listLocks],
  writes: [removeLocks],
  prepare: async (args, { read }) => {
    const resource = await findCloudResource(args, read);
    const { id = "" } = resource.metadata ?? {};
    const { currentLock, queue } = await read(listLocks, { value: id });
    const jobs = [currentLock, ...queue].flatMap((lock) => (lock === undefined ? [] : [lock.workflowId]));
    const target = cloudResourceTarget(resource);
    return {
      // Who holds the lock is what a person decides about.
      target: { ...target, version: [target.version, ...jobs].join(" ") },
      warnings: [
        jobs.length === 0
          ? "There is no lock to remove."
          : `If ${jobs[0]} still runs, another job can change the same infrastructure beside it and break its state.`,
      ],
      commit: async (write) => {
        const removed = await write(removeLocks, { value: id });
        return {
          lock_removed: removed.lockRemoved,
          queue_entries_removed: removed.queueEntriesRemoved,
          message: removed.message || undefined,
          cloud_resource_id: id,
        };
      },
    };
  },
});
