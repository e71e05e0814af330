import { fromBinary } from "@bufbuild/protobuf";
import type { CloudResource } from "@planton-mcp/api/infrahub/cloudresource/v1/api";
import { type IacResource, type StackJob, StackJobSchema } from "@planton-mcp/api/infrahub/stackjob/v1/api";
import type { Store } from "../store.ts";
import { plannedResources } from "./iac-resources.ts";
import { isEffect, type JobOperation, operations } from "./stack-job.ts";

/** What an operation does to one resource of the infrastructure. */
export interface Change {
  readonly iac: IacResource;
  readonly action: "create" | "update" | "delete" | "same" | "refresh";
}

/** What is deployed of a cloud resource: what the last job that changed something has left. */
export function deployedResources(store: Store, id: string): readonly IacResource[] {
  return lastEffect(store, id)?.status?.iacResources ?? [];
}

/** The last job of a cloud resource that has begun to change its infrastructure, and is over. */
export function lastEffect(store: Store, id: string): StackJob | undefined {
  for (const run of store.runsOf(id).toReversed()) {
    const row = run.state === "over" ? store.find("stack_job", run.id) : undefined;
    const job = row && fromBinary(StackJobSchema, row.data);
    const effects = operations.filter(isEffect).map(({ field }) => job?.status?.iacOperations?.[field]);
    if (effects.some((state) => state?.startTime !== undefined)) return job;
  }
  return undefined;
}

/** What an operation on a resource does, in order, after what the last job that changed something has left. */
export function changesOf(
  resource: CloudResource,
  { field }: JobOperation,
  last: StackJob | undefined,
): readonly Change[] {
  if (field === "init") return [];
  const deployed = last?.status?.iacResources ?? [];
  if (field === "refresh") return deployed.map((iac) => ({ iac, action: "refresh" }));
  if (field === "destroy" || field === "destroyPreview") {
    return deployed.toReversed().map((iac) => ({ iac, action: "delete" }));
  }
  const planned = plannedResources(resource);
  const addresses = new Set(deployed.map(({ address }) => address));
  const isChanged = specText(last?.spec?.cloudResource) !== specText(resource);
  return planned.map((iac, index) => {
    if (!addresses.has(iac.address)) return { iac, action: "create" };
    // What the manifest says is in the resource that is made last.
    return { iac, action: isChanged && index === planned.length - 1 ? "update" : "same" };
  });
}

function specText(resource: CloudResource | undefined): string {
  return JSON.stringify(resource?.spec?.cloudObject?.spec);
}
