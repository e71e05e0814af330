import type { CloudResource } from "@planton-mcp/api/infrahub/cloudresource/v1/api";
import type { StackJob } from "@planton-mcp/api/infrahub/stackjob/v1/api";
import type { ToolContext } from "@planton-mcp/core";
import { answerStarted, lastStackJob, readStackJob } from "@planton-mcp/jobs";

interface Wait {
  readonly wait: boolean;
  readonly wait_seconds: number;
}

/** What a change says of the job that it has started: where it stands, or with `wait` how it ended. */
export async function jobOfChange(
  changed: CloudResource,
  before: StackJob | undefined,
  wait: Wait,
  context: ToolContext,
): Promise<{ readonly job?: unknown; readonly next?: string | undefined }> {
  const named = changed.status?.stackJobId ?? "";
  const known = before?.metadata?.id;
  // A platform that names the job later still names the one before.
  const job =
    named !== "" && named !== known
      ? await readStackJob(named, context).catch(() => undefined)
      : await lastStackJob(changed.metadata?.id, context).catch(() => undefined);
  if (job !== undefined && job.metadata?.id !== known) return standingOf(job, wait, context);
  if (named !== "" && named !== known)
    return { job: { stack_job: { id: named } }, next: "The job could not be read yet." };
  const look = context.catalogue.has("list_stack_jobs") ? " list_stack_jobs shows it once there is one." : "";
  return { next: `No job is to be seen: it comes in a moment, or a flow control policy holds it back.${look}` };
}

/** Where a job stands, or with `wait` how it ended. What to do next stands outside of it. */
export async function standingOf(job: StackJob, wait: Wait, context: ToolContext) {
  const { next, ...report } = await answerStarted(job, wait, context);
  return { job: report, next };
}
