import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { diagnose, failedOperation, jobFacts, outcomeOf, readStackJob, stackJobReads } from "@planton-mcp/jobs";
import type { Guide } from "./guide.ts";

const { getLastStackJobByCloudResourceId: getLast } = StackJobQueryController.method;

export const debugFailedStackJob: Guide = {
  name: "debug-failed-stack-job",
  title: "Debug a failed stack job",
  description:
    "Why a deployment failed and how to mend it: the decisive lines, what changed, what depends on it, rerun.",
  required: [],
  optional: ["stack_job_id", "cloud_resource_id"],
  goal: "Find out why a stack job on Planton failed, and mend it together with me.",
  steps: [
    {
      say: "Find the failed job: ask me for the organization if you don't know it.",
      tool: "list_stack_jobs",
      with: { org: "{org}", result: "failed" },
      when: (filled) => filled.stack_job_id === undefined && filled.cloud_resource_id === undefined,
    },
    {
      say: "Have the failure explained: decisive lines, broken IaC resources, what changed since the last good job.",
      tool: "explain_stack_job_failure",
      with: { id: "{stack_job_id}" },
      when: (filled) => filled.stack_job_id !== undefined || filled.cloud_resource_id === undefined,
    },
    {
      say: "Have the failure of the resource's last job explained.",
      tool: "explain_stack_job_failure",
      with: { cloud_resource_id: "{cloud_resource_id}" },
      when: (filled) => filled.stack_job_id === undefined && filled.cloud_resource_id !== undefined,
    },
    {
      say: "If the lines don't say how to mend it, ask the platform.",
      tool: "get_error_resolution_recommendation",
      with: { stack_job_id: "{stack_job_id}", error_message: "<decisive line>" },
      optional: true,
    },
    {
      say: "See what the job left behind.",
      tool: "find_iac_resources_by_stack_job",
      with: { stack_job_id: "{stack_job_id}" },
      optional: true,
    },
    {
      say: "Read the cloud resource with its spec.",
      tool: "get_cloud_resource",
      with: { id: "{cloud_resource_id}" },
      optional: true,
      without: "The resource's spec can't be read on this server: ask me for it if it matters.",
    },
    { say: "Tell me the cause in one sentence, the evidence for it, and what you would change. Wait for my yes." },
    {
      say: "If the spec is to blame, apply the corrected manifest, which starts a job of its own.",
      tool: "apply_cloud_resource",
      with: { manifest: { kind: "<kind>" } },
      optional: true,
      without: "If the spec is to blame, tell me what to correct: it can't be applied from here.",
    },
    {
      say: "If it was no fault of the spec, run the job again.",
      tool: "rerun_stack_job",
      with: { id: "{stack_job_id}" },
      optional: true,
    },
    {
      say: "Follow the new job to its end.",
      tool: "watch_stack_job",
      with: { id: "<id of the new job>" },
      optional: true,
    },
  ],
  facts: {
    reads: [...stackJobReads, getLast],
    gather: async ({ stack_job_id, cloud_resource_id }, context) => {
      if (stack_job_id === undefined && cloud_resource_id === undefined) return undefined;
      const job =
        stack_job_id === undefined
          ? await context.read(getLast, { value: cloud_resource_id ?? "" })
          : await readStackJob(stack_job_id, context);
      const outcome = outcomeOf(job.status);
      if (outcome !== "failed") return { stack_job: jobFacts(job), outcome, note: "This job has not failed." };
      const { lines } = await diagnose(job, context);
      return {
        stack_job: jobFacts(job),
        outcome,
        failed_operation: failedOperation(job.status)?.name,
        diagnostics: lines,
      };
    },
  },
};
