import { StackJobCommandController } from "@planton-mcp/api/infrahub/stackjob/v1/command";
import { defineWorkflow, text } from "@planton-mcp/core";
import { answerStarted, readStackJob, stackJobReads, waiting } from "@planton-mcp/jobs";
import { approvalOf } from "./approval.ts";

const { resume } = StackJobCommandController.method;

export const resumeStackJob = defineWorkflow({
  name: "resume_stack_job",
  title: "Approve a waiting stack job",
  description:
    "Approves a stack job that waits for approval and lets it change the infrastructure. Show the person what watch_stack_job says is planned first.",
  effect: "authorize",
  input: { id: text("Stack job id"), ...waiting },
  example: { id: "sj_01kseed0000000000000000011" },
  keywords: ["approve", "continue", "unblock"],
  reads: stackJobReads,
  writes: [resume],
  prepare: async ({ id, ...wait }, context) => {
    const { target, warnings, gate } = approvalOf(await readStackJob(id, context));
    return {
      target,
      warnings,
      commit: async (write) => answerStarted(await write(resume, { value: id }), { ...wait, approved: gate }, context),
    };
  },
});
