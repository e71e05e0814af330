import { InfraPipelineCommandController } from "@planton-mcp/api/infrahub/infrapipeline/v1/command";
import { defineWorkflow, text } from "@planton-mcp/core";
import { waiting } from "@planton-mcp/jobs";
import { answerPipeline } from "./answer-pipeline.ts";
import { pipelineReads, readPipeline } from "./pipeline-reads.ts";
import { pipelineTarget } from "./pipeline-target.ts";

const { cancel } = InfraPipelineCommandController.method;

export const cancelInfraPipeline = defineWorkflow({
  name: "cancel_infra_pipeline",
  title: "Cancel an infra pipeline",
  description:
    "Cancels an infra pipeline that has not ended, for good. What it has deployed so far stays; the rest is not begun.",
  effect: "write",
  input: { id: text("Infra pipeline id"), ...waiting },
  example: { id: "infpipe_01kseed0000000000000000002" },
  keywords: ["abort", "stop"],
  undo: "Start another pipeline of the project: a cancelled one doesn't go on.",
  reads: pipelineReads,
  writes: [cancel],
  prepare: async ({ id, ...wait }, context) => ({
    target: pipelineTarget(await readPipeline(id, context)),
    commit: async (write) => {
      const report = await answerPipeline(await write(cancel, { value: id }), wait, context, "all");
      const isOver = /^(cancelled|succeeded|failed)$/.test(report.outcome);
      return isOver ? report : { ...report, note: report.note ?? "It was told to stop, and has not ended yet." };
    },
  }),
});
