import type { StackJob } from "@planton-mcp/api/infrahub/stackjob/v1/api";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { defineWorkflow, type ToolContext, text } from "@planton-mcp/core";
import { diagnose, failedOperation, jobFacts, outcomeOf, readStackJob, stackJobReads } from "@planton-mcp/jobs";
import { lastGoodJob, lastGoodJobReads, sinceGoodJob } from "./last-good-job.ts";
import { nextCalls } from "./next-calls.ts";
import { iacResourceRow } from "./stack-job-rows.ts";

const { getLastStackJobByCloudResourceId: getLast, findIacResourcesByStackJobId: findResources } =
  StackJobQueryController.method;

export const explainStackJobFailure = defineWorkflow({
  name: "explain_stack_job_failure",
  title: "Explain a stack job's failure",
  description:
    "Says in one call what broke a stack job: the decisive lines, the IaC resource, what changed since the last good job, and what to call next.",
  effect: "read",
  input: {
    id: text("Stack job id; or give cloud_resource_id").optional(),
    cloud_resource_id: text("For its last job").optional(),
  },
  rules: [
    ({ id, cloud_resource_id }) =>
      (id === undefined) === (cloud_resource_id === undefined)
        ? { argument: "id", message: "Give either id or cloud_resource_id." }
        : undefined,
  ],
  example: { id: "sj_01kseed0000000000000000010" },
  keywords: ["debug", "why", "diagnose", "error", "root cause"],
  reads: [...stackJobReads, ...lastGoodJobReads, getLast, findResources],
  run: async ({ id, cloud_resource_id = "" }, context) => {
    const job =
      id === undefined ? await context.read(getLast, { value: cloud_resource_id }) : await readStackJob(id, context);
    const outcome = outcomeOf(job.status);
    const stack_job = jobFacts(job);
    if (outcome !== "failed") {
      return {
        stack_job,
        outcome,
        explanation: `There is no failure to explain: the job is ${outcome.replaceAll("_", " ")}.`,
      };
    }
    const [{ lines, more }, good] = await Promise.all([diagnose(job, context), lastGoodJob(job, context)]);
    return {
      stack_job,
      outcome,
      failed_operation: failedOperation(job.status)?.name,
      diagnostics: lines,
      more_diagnostics: more || undefined,
      iac_resources: await brokenResources(job, lines, context),
      since_last_good_job: sinceGoodJob(job, good),
      next_calls: nextCalls(job, lines, context),
    };
  },
});

/** The resources that the decisive lines are about, as the stack knows them. One that was never made it does not know. */
async function brokenResources(
  job: StackJob,
  lines: readonly { readonly resource?: string | undefined }[],
  { read }: Pick<ToolContext, "read">,
) {
  const named = [...new Set(lines.flatMap(({ resource }) => (resource === undefined ? [] : [resource])))];
  if (named.length === 0) return undefined;
  // What is broken is said without it, too.
  const known = await read(findResources, { value: job.metadata?.id ?? "" }).catch(() => undefined);
  return named.map((name) => {
    const found = known?.entries.find(({ address, resourceType, logicalName }) =>
      [address, `${resourceType}.${logicalName}`, `${resourceType} ${logicalName}`].includes(name),
    );
    return found === undefined
      ? { address: name, exists: known === undefined ? undefined : false }
      : iacResourceRow(found);
  });
}
