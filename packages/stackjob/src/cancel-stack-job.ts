import { StackJobCommandController } from "@planton-mcp/api/infrahub/stackjob/v1/command";
import { defineWorkflow, text } from "@planton-mcp/core";
import { answerStarted, stackJobReads, waiting } from "@planton-mcp/jobs";

const { cancel } = StackJobCommandController.method;

export const cancelStackJob = defineWorkflow({
  name: "cancel_stack_job",
  title: "Cancel a stack job",
  description:
    "Cancels a running stack job. It stops after the operation that it is in; what that has changed stays changed.",
  effect: "write",
  input: { id: text("Stack job id"), ...waiting },
  example: { id: "sj_01kseed0000000000000000011" },
  keywords: ["abort", "stop"],
  reads: stackJobReads,
  writes: [cancel],
  prepare: async ({ id, ...wait }, context) => ({
    commit: async (write) => answerStarted(await write(cancel, { value: id }), wait, context),
  }),
});
