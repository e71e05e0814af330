import type { StackJob } from "@planton-mcp/api/infrahub/stackjob/v1/api";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { Failure, type ToolContext } from "@planton-mcp/core";
import { followStackJob } from "./follow-stack-job.ts";
import { reportOf, type StackJobReport } from "./report.ts";
import { stackJobReads } from "./stack-job-reads.ts";
import { createTrace } from "./trace.ts";

const { getLastStackJobByCloudResourceId } = StackJobQueryController.method;

/** What a tool that starts stack jobs has to declare among its `reads`. */
export const startedJobReads = [...stackJobReads, getLastStackJobByCloudResourceId] as const;

/** Reasons for which a look-up finds nothing now and a moment later. */
const lasting: ReadonlySet<string> = new Set(["not_found", "permission_denied", "unimplemented"]);

/**
 * The last job of a cloud resource, or nothing where there is none to see. Rejects where that may be otherwise in a
 * moment: who compares jobs before and after must not take a failed look-up for no job.
 */
export async function lastStackJob(
  cloudResourceId: string | undefined,
  { read }: Pick<ToolContext, "read">,
): Promise<StackJob | undefined> {
  if (!cloudResourceId) return undefined;
  try {
    return await read(getLastStackJobByCloudResourceId, { value: cloudResourceId });
  } catch (error) {
    if (Failure.is(error) && lasting.has(error.facts.code)) return undefined;
    throw error;
  }
}

/** The answer of a tool that has started a job: where it stands, or with `wait` how it ended. */
export async function answerStarted(
  job: StackJob,
  {
    wait,
    wait_seconds,
    approved,
  }: { readonly wait: boolean; readonly wait_seconds: number; readonly approved?: string | undefined },
  context: ToolContext,
): Promise<StackJobReport> {
  if (wait) return followStackJob(job, { waitSeconds: wait_seconds, approved }, context);
  return reportOf(job, { ending: { by: "over" }, trace: createTrace() }, context);
}

/**
 * Sends the command that starts a job. Where its answer is lost, says what is known: whether the cloud resource has a
 * newer job than `before`, so that nobody starts a second one to be sure.
 */
export async function startStackJob<Answer>(
  send: () => Promise<Answer>,
  before: { readonly cloudResourceId: string | undefined; readonly job: StackJob | undefined },
  context: ToolContext,
): Promise<Answer> {
  try {
    return await send();
  } catch (error) {
    if (!Failure.is(error) || error.facts.outcome_unknown !== true || context.signal.aborted) throw error;
    const last = await lastStackJob(before.cloudResourceId, context).catch(() => undefined);
    throw new Failure({ ...error.facts, next: whatIsKnown(last, before.job, context) }, { cause: error });
  }
}

function whatIsKnown(last: StackJob | undefined, before: StackJob | undefined, { catalogue }: ToolContext): string {
  const id = last?.metadata?.id;
  if (id !== undefined && id !== before?.metadata?.id) {
    const watch = catalogue.has("watch_stack_job") ? ` Follow it with watch_stack_job {"id":"${id}"}.` : "";
    return `The answer was lost, and the job was started: ${id} is new. Don't call again.${watch}`;
  }
  const look = catalogue.has("list_stack_jobs") ? " Look with list_stack_jobs before calling again." : "";
  const found = id === undefined ? "" : ` The last one known is still ${id}.`;
  return `It is not known whether a job was started.${found} It may appear in a moment.${look}`;
}
