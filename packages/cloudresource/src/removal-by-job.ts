import type { CloudResource } from "@planton-mcp/api/infrahub/cloudresource/v1/api";
import { CloudResourceLockController } from "@planton-mcp/api/infrahub/cloudresource/v1/lock";
import type { Prepared, Send, Target, ToolContext } from "@planton-mcp/core";
import { lastStackJob, startedJobReads, startStackJob } from "@planton-mcp/jobs";
import { cloudResourceReads, cloudResourceRow, cloudResourceTarget, findCloudResource } from "./find-cloud-resource.ts";
import { jobOfChange } from "./job-of-change.ts";
import { lockHolder, sendUnlessBusy } from "./lock-advice.ts";

/** The reads of a removal that a job carries out. */
export const removalReads = [...cloudResourceReads, CloudResourceLockController.method.listLocks, ...startedJobReads];

/** Prepares a removal that a job carries out; `send` starts it. */
export async function removalByJob(
  { wait, wait_seconds, ...args }: Parameters<typeof findCloudResource>[0] & { wait: boolean; wait_seconds: number },
  warnings: readonly string[],
  send: (resource: CloudResource, write: Send) => Promise<CloudResource>,
  context: ToolContext,
): Promise<Prepared & { readonly target: Target }> {
  const resource = await findCloudResource(args, context.read);
  const { id = "" } = resource.metadata ?? {};
  const [job, holder] = await Promise.all([lastStackJob(id, context), lockHolder(id, context)]);
  const waits = holder === undefined ? [] : [`${holder} holds the lock on it: the removal waits for its end.`];
  return {
    target: cloudResourceTarget(resource),
    warnings: [...warnings, ...waits],
    commit: async (write) => {
      const start = () => sendUnlessBusy(() => send(resource, write), id, context);
      const removed = await startStackJob(start, { cloudResourceId: id, job }, context);
      return {
        resource: cloudResourceRow(resource),
        warnings: waits.length === 0 ? undefined : waits,
        ...(await jobOfChange(removed, job, { wait, wait_seconds }, context)),
      };
    },
  };
}
