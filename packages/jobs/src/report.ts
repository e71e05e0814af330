import { timestampDate } from "@bufbuild/protobuf/wkt";
import type { StackJob } from "@planton-mcp/api/infrahub/stackjob/v1/api";
import type { ToolContext } from "@planton-mcp/core";
import { type Diagnostics, decisiveDiagnostics } from "./diagnostics.ts";
import type { Ending } from "./follow-until.ts";
import {
  failedOperation,
  gateOf,
  hasEnded,
  jobFacts,
  operationsOf,
  outcomeOf,
  resultName,
  statusName,
} from "./job-words.ts";
import { plannedChanges, type ResourceChanges, resourceChanges } from "./resource-changes.ts";
import type { Trace } from "./trace.ts";

/** Where a job stands, in as many words as somebody needs who has to go on from there. */
export interface StackJobReport {
  readonly stack_job: ReturnType<typeof jobFacts>;
  /** `succeeded`, `failed`, `cancelled`; of a job that has not ended `running`, `awaiting_approval`, `queued`. */
  readonly outcome: string;
  /** Why following ended before the job did, or what of it is not known. */
  readonly note?: string | undefined;
  readonly operations?: readonly string[] | undefined;
  readonly failed_operation?: string | undefined;
  readonly waits_for_approval_of?: string | undefined;
  readonly diagnostics?: Diagnostics["lines"] | undefined;
  readonly more_diagnostics?: number | undefined;
  readonly resources?: ResourceChanges | undefined;
  readonly planned?: ResourceChanges | undefined;
  readonly next?: string | undefined;
}

export interface Followed {
  readonly ending: Ending;
  readonly trace: Trace;
  /** Why the events are not all there. */
  readonly eventsLost?: string | undefined;
}

type ReportContext = Pick<ToolContext, "hide" | "catalogue">;

export function reportOf(
  job: StackJob,
  { ending, trace, eventsLost }: Followed,
  context: ReportContext,
): StackJobReport {
  const { status } = job;
  const outcome = outcomeOf(status);
  const hasFailed = outcome === "failed";
  const gate = gateOf(status);
  const found = hasFailed ? decisiveDiagnostics(status, trace.faults(), context.hide) : undefined;
  const operations = operationsOf(status).filter(({ startTime, endTime }) => startTime ?? endTime);
  return {
    stack_job: jobFacts(job),
    outcome,
    note: noteOn(ending, eventsLost),
    operations: operations.length === 0 ? undefined : operations.map(operationWords),
    failed_operation: failedOperation(status)?.name,
    waits_for_approval_of: gate || undefined,
    // That a failed job says nothing is an answer too.
    diagnostics: found?.lines,
    more_diagnostics: found?.more || undefined,
    resources: resourceChanges(status, trace),
    planned: gate === undefined ? undefined : plannedChanges(status, trace),
    next: nextStep(job, context),
  };
}

function noteOn(ending: Ending, eventsLost: string | undefined): string | undefined {
  if (ending.by === "bound") return "The time to wait was up; the job goes on.";
  if (ending.by === "lost") return `The job could not be followed any further: ${ending.why} It goes on by itself.`;
  return eventsLost === undefined ? undefined : `The job's events broke off: ${eventsLost}`;
}

/** `update: failed after 12 s`. */
function operationWords({ name, status, result, startTime, endTime }: ReturnType<typeof operationsOf>[number]): string {
  const state = endTime === undefined || result <= 1 ? statusName(status).replaceAll("_", " ") : resultName(result);
  if (startTime === undefined || endTime === undefined) return `${name}: ${state}`;
  const seconds = (timestampDate(endTime).getTime() - timestampDate(startTime).getTime()) / 1000;
  return `${name}: ${state} after ${Math.round(seconds)} s`;
}

/** What to do next, by the tools that this server has. */
function nextStep(job: StackJob, { catalogue }: Pick<ToolContext, "catalogue">): string | undefined {
  const id = job.metadata?.id ?? "";
  const call = (tool: string, does: string) => (catalogue.has(tool) ? [`${tool} {"id":"${id}"} ${does}`] : []);
  const sentence = (parts: readonly string[]) => (parts.length === 0 ? undefined : `${parts.join("; ")}.`);
  if (gateOf(job.status) !== undefined) {
    return sentence([
      "Show the person what is planned, and let them decide",
      ...call("resume_stack_job", "approves it"),
    ]);
  }
  if (!hasEnded(job.status)) return sentence(call("watch_stack_job", "follows it further"));
  if (outcomeOf(job.status) === "failed")
    return sentence(call("explain_stack_job_failure", "says what broke and what to try"));
  return undefined;
}
