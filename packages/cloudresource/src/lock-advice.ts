import {
  CloudResourceLockController,
  type CloudResourceLockInfo,
} from "@planton-mcp/api/infrahub/cloudresource/v1/lock";
import { Failure, type ToolContext } from "@planton-mcp/core";

const { listLocks } = CloudResourceLockController.method;

/** Who holds the lock of a cloud resource, or nothing where nobody does or it can't be told. */
export async function lockHolder(
  id: string | undefined,
  { read }: Pick<ToolContext, "read">,
): Promise<string | undefined> {
  if (!id) return undefined;
  const info: CloudResourceLockInfo | undefined = await read(listLocks, { value: id }).catch(() => undefined);
  return info?.isLocked === true ? info.currentLock?.workflowId || "another job" : undefined;
}

/** Sends a change. Where the state of the resource forbids it now, says how to find out what is in the way. */
export async function sendUnlessBusy<Answer>(
  send: () => Promise<Answer>,
  id: string,
  { catalogue }: Pick<ToolContext, "catalogue">,
): Promise<Answer> {
  try {
    return await send();
  } catch (error) {
    if (!Failure.is(error) || error.facts.code !== "failed_precondition") throw error;
    const who = catalogue.has("list_cloud_resource_locks") ? ` list_cloud_resource_locks {"id":"${id}"} says who.` : "";
    const watch = catalogue.has("watch_stack_job") ? " with watch_stack_job" : "";
    const next = `Nothing was changed: something else is at work on it.${who} Wait for its end${watch}, or have it cancelled, then call again.`;
    throw new Failure({ ...error.facts, next }, { cause: error });
  }
}
