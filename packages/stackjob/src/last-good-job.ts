import { fromJson, type JsonObject, type JsonValue } from "@bufbuild/protobuf";
import { StructSchema, timestampMs } from "@bufbuild/protobuf/wkt";
import { WorkflowExecutionResult, WorkflowExecutionStatus } from "@planton-mcp/api/commons/workflow/workflow";
import type { StackJob } from "@planton-mcp/api/infrahub/stackjob/v1/api";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import type { ToolContext } from "@planton-mcp/core";
import { jobFacts } from "@planton-mcp/jobs";
import { pageInfo } from "./page-info.ts";

const { listByFilters } = StackJobQueryController.method;

export const lastGoodJobReads = [listByFilters];

/** The last job of the same cloud resource that succeeded before this one, or nothing where none is to be seen. */
export async function lastGoodJob(job: StackJob, { read }: Pick<ToolContext, "read">): Promise<StackJob | undefined> {
  const { org, cloud_resource_id } = jobFacts(job);
  if (org === undefined || cloud_resource_id === undefined) return undefined;
  // What is missing here takes away from an explanation, and is no reason to give none.
  const found = await read(listByFilters, {
    pageInfo: pageInfo({ page: 1, page_size: 25 }),
    org,
    cloudResourceId: cloud_resource_id,
    status: WorkflowExecutionStatus.completed,
    result: WorkflowExecutionResult.succeeded,
  }).catch(() => undefined);
  return found?.entries
    .filter((other) => startOf(other) < startOf(job))
    .sort((a, b) => startOf(b) - startOf(a))
    .at(0);
}

function startOf({ status }: StackJob): number {
  const start = status?.progress?.startTime ?? status?.audit?.specAudit?.createdAt;
  return start === undefined ? Number.MAX_SAFE_INTEGER : timestampMs(start);
}

/** What is different from the last good job: the manifest's fields that changed, and the module's revision. */
export function sinceGoodJob(job: StackJob, good: StackJob | undefined) {
  if (good === undefined) return "No earlier job of this resource has succeeded.";
  const manifest = changed(manifestOf(good), manifestOf(job));
  const [before, after] = [revisionOf(good), revisionOf(job)];
  return {
    stack_job_id: good.metadata?.id,
    ended: good.status?.progress?.endTime,
    // Messages, and not plain data, so that secrets in them are recognised by the keys above them.
    manifest:
      manifest === undefined
        ? "unchanged"
        : { before: fromJson(StructSchema, manifest.before), after: fromJson(StructSchema, manifest.after) },
    iac_module_revision: before === after ? undefined : { before: before || "default", after: after || "default" },
  };
}

function manifestOf({ spec }: StackJob): JsonObject {
  const { status: _, ...manifest } = spec?.cloudResource?.spec?.cloudObject ?? {};
  return manifest;
}

function revisionOf({ spec }: StackJob): string {
  return spec?.essentials?.iacModule?.gitRevision ?? "";
}

/** The parts of two objects that are not the same in both. Lists are compared whole. */
function changed(
  before: JsonObject,
  after: JsonObject,
): { readonly before: JsonObject; readonly after: JsonObject } | undefined {
  const parts: { before: JsonObject; after: JsonObject } = { before: {}, after: {} };
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [from, to] = [before[key], after[key]];
    if (JSON.stringify(from) === JSON.stringify(to)) continue;
    const inner = isObject(from) && isObject(to) ? changed(from, to) : { before: from, after: to };
    if (inner?.before !== undefined) parts.before[key] = inner.before;
    if (inner?.after !== undefined) parts.after[key] = inner.after;
  }
  return Object.keys(parts.before).length + Object.keys(parts.after).length === 0 ? undefined : parts;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
