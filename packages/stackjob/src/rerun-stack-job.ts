import { StackJobCommandController } from "@planton-mcp/api/infrahub/stackjob/v1/command";
import { defineWorkflow, text } from "@planton-mcp/core";
import { answerStarted, lastStackJob, readStackJob, startedJobReads, startStackJob, waiting } from "@planton-mcp/jobs";

const { rerun } = StackJobCommandController.method;

export const rerunStackJob = defineWorkflow({
  name: "rerun_stack_job",
  title: "Rerun a stack job",
  description:
    "Runs a stack job again: another run each time it is called. With wait it follows the run and answers with how it ended.",
  effect: "create",
  input: { id: text("Stack job id"), ...waiting },
  example: { id: "sj_01kseed0000000000000000010" },
  keywords: ["retry", "redeploy", "again"],
  reads: startedJobReads,
  writes: [rerun],
  prepare: async ({ id, ...wait }, context) => {
    const before = await readStackJob(id, context);
    const cloudResourceId = before.spec?.cloudResource?.metadata?.id;
    const job = await lastStackJob(cloudResourceId, context);
    return {
      commit: async (write) => {
        const started = await startStackJob(() => write(rerun, { value: id }), { cloudResourceId, job }, context);
        return answerStarted(started, wait, context);
      },
    };
  },
});
