import { defineWorkflow, text } from "@planton-mcp/core";
import { waiting } from "@planton-mcp/jobs";
import { followPipeline } from "./follow-pipeline.ts";
import { pipelineReads, readPipeline } from "./pipeline-reads.ts";

export const getInfraPipeline = defineWorkflow({
  name: "get_infra_pipeline",
  title: "Get an infra pipeline",
  description:
    "Reads one infra pipeline whole. With wait it follows it until it ends, needs approval or time is up, and sums it up instead.",
  effect: "read",
  input: { id: text("Infra pipeline id"), ...waiting },
  example: { id: "infpipe_01kseed0000000000000000001" },
  keywords: ["watch", "status", "progress", "deployment"],
  reads: pipelineReads,
  run: async ({ id, wait, wait_seconds }, context) => {
    const pipeline = await readPipeline(id, context);
    return wait ? followPipeline(pipeline, { waitSeconds: wait_seconds }, context) : pipeline;
  },
});
