import type { StackJob } from "@planton-mcp/api/infrahub/stackjob/v1/api";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { defineWorkflow, invalidArguments, type ToolContext, text } from "@planton-mcp/core";
import { diagnose, outcomeOf, readStackJob, stackJobReads } from "@planton-mcp/jobs";

const { getErrorResolutionRecommendation: recommend } = StackJobQueryController.method;

export const getErrorResolutionRecommendation = defineWorkflow({
  name: "get_error_resolution_recommendation",
  title: "Recommend how to mend a stack job",
  description:
    "Asks the platform how to mend a failed stack job's error; without error_message it takes the job's own. Read explain_stack_job_failure first.",
  effect: "read",
  input: { stack_job_id: text("Stack job id"), error_message: text("The error, where not the job's own").optional() },
  example: { stack_job_id: "sj_01kseed0000000000000000010" },
  keywords: ["fix", "remedy", "solve"],
  reads: [...stackJobReads, recommend],
  run: async ({ stack_job_id, error_message }, context) => {
    const errorMessage = error_message ?? (await errorOf(await readStackJob(stack_job_id, context), context));
    const { value } = await context.read(recommend, { stackJobId: stack_job_id, errorMessage });
    return { stack_job_id, error_message: errorMessage, recommendation: value || "none" };
  },
});

async function errorOf(job: StackJob, context: ToolContext): Promise<string> {
  const { lines } = await diagnose(job, context);
  if (lines.length > 0) return lines.map(({ message }) => message).join("\n\n");
  const message = `The job tells of no error (it is ${outcomeOf(job.status).replaceAll("_", " ")}): give the message.`;
  throw invalidArguments([{ argument: "error_message", message }]);
}
