import { WorkflowExecutionStatus } from "@planton-mcp/api/commons/workflow/workflow";
import { GetImpactAnalysisInput_ChangeType } from "@planton-mcp/api/graph/v1/io";
import { GraphQueryController } from "@planton-mcp/api/graph/v1/query";
import { CloudResourceLockController } from "@planton-mcp/api/infrahub/cloudresource/v1/lock";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import type { Effect } from "../tool/effect.ts";
import type { Send, Target } from "../tool/tool.ts";

const { getImpactAnalysis } = GraphQueryController.method;
const { listByFilters } = StackJobQueryController.method;
const { listLocks } = CloudResourceLockController.method;

/** The reads by which a plan finds out about its target. */
export const circumstanceReads = [getImpactAnalysis, listByFilters, listLocks];

/** What else a change would meet. What the API can't tell, or does not tell this caller, is `unknown`. */
export interface Circumstances {
  /** What depends on the target, as people name it; the first few. */
  readonly dependents: readonly string[] | "unknown";
  /** Stack jobs that run, wait or are queued there. Absent where jobs don't run on such a thing. */
  readonly jobs?: readonly string[] | "unknown";
  /** Who holds the lock on it, and who waits for it. Absent where such a thing can't be locked. */
  readonly locks?: readonly string[] | "unknown";
}

/** Kinds whose ids the graph of dependencies knows. */
const graphed = /^(organization|environment|service|cloud_resource|infra_project|.*_connection)$/;
const shown = 10;
const active = ["running", "awaiting_approval", "queued"] as const;

/** Asks the platform what a change of the target would meet. Never rejects. */
export async function circumstancesOf(target: Target, effect: Effect, read: Send): Promise<Circumstances> {
  const [dependents, jobs, locks] = await Promise.all([
    orUnknown(dependentsOf(target, effect, read)),
    jobsOf(target, read),
    target.kind === "cloud_resource" && target.id !== "" ? orUnknown(locksOf(target.id, read)) : undefined,
  ]);
  return { dependents, ...(jobs === undefined ? {} : { jobs }), ...(locks === undefined ? {} : { locks }) };
}

async function dependentsOf({ kind, id }: Target, effect: Effect, read: Send): Promise<readonly string[]> {
  // Nothing depends on what is not there yet.
  if (id === "") return [];
  if (!graphed.test(kind)) throw new RangeError(`The graph does not know ${kind}.`);
  const { delete: remove, update } = GetImpactAnalysisInput_ChangeType;
  const changeType = effect === "destroy" ? remove : update;
  const { directImpact, transitiveImpact } = await read(getImpactAnalysis, { resourceId: id, changeType });
  const nodes = [...directImpact, ...transitiveImpact].map(({ id, name, env }) =>
    [name || id, name && `(${id})`, env && `in ${env}`].filter(Boolean).join(" "),
  );
  return nodes.length > shown ? [...nodes.slice(0, shown), `and ${nodes.length - shown} more`] : nodes;
}

function jobsOf(target: Target, read: Send): Promise<Circumstances["jobs"]> | undefined {
  const { kind, id, org, env, slug = "" } = target;
  if (id === "") return undefined;
  if (kind === "organization") return orUnknown(activeJobs({ org: id }, read));
  if (kind === "environment") return orUnknown(activeJobs({ org: org ?? "", env: slug }, read));
  if (kind !== "cloud_resource") return undefined;
  return orUnknown(activeJobs({ org: org ?? "", env: env ?? "", cloudResourceId: id }, read));
}

async function activeJobs(
  filter: { readonly org: string; readonly env?: string; readonly cloudResourceId?: string },
  read: Send,
): Promise<readonly string[]> {
  const pages = await Promise.all(
    active.map(async (status) => {
      // Pages of this one method begin at 1.
      const pageInfo = { num: 1, size: shown };
      const { entries } = await read(listByFilters, { ...filter, pageInfo, status: WorkflowExecutionStatus[status] });
      return entries.map(({ metadata }) => `${metadata?.id} is ${status.replace("_", " ")}`);
    }),
  );
  return pages.flat();
}

async function locksOf(id: string, read: Send): Promise<readonly string[]> {
  const { isLocked, currentLock, queue } = await read(listLocks, { value: id });
  return [
    ...(isLocked ? [`${currentLock?.workflowId || "somebody"} holds the lock`] : []),
    ...queue.map(({ workflowId, position }) => `${workflowId} waits for it at place ${position}`),
  ];
}

function orUnknown<Answer>(answer: Promise<Answer>): Promise<Answer | "unknown"> {
  return answer.catch(() => "unknown" as const);
}
