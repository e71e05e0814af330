import { InfraPipelineCommandController } from "@planton-mcp/api/infrahub/infrapipeline/v1/command";
import { InfraPipelineQueryController } from "@planton-mcp/api/infrahub/infrapipeline/v1/query";
import { defineWorkflow, text } from "@planton-mcp/core";
import { hasEnded, outcomeOf, pipelineFacts } from "./pipeline-state.ts";
import { pipelineTarget } from "./pipeline-target.ts";

const { delete: remove } = InfraPipelineCommandController.method;
const { get } = InfraPipelineQueryController.method;

export const deleteInfraPipeline = defineWorkflow({
  name: "delete_infra_pipeline",
  title: "Delete an infra pipeline",
  description:
    "Deletes the record of an infra pipeline with its log, for good. What it has deployed stays. To stop one that runs, use cancel_infra_pipeline.",
  effect: "destroy",
  input: { id: text("Infra pipeline id") },
  example: { id: "infpipe_01kseed0000000000000000001" },
  keywords: ["remove", "history"],
  reads: [get],
  writes: [remove],
  prepare: async ({ id }, { read }) => {
    const pipeline = await read(get, { value: id });
    return {
      target: pipelineTarget(pipeline),
      warnings: [
        "Its record and its log are lost. What it has deployed stays.",
        ...(hasEnded(pipeline.status) ? [] : [`It has not ended: it is ${outcomeOf(pipeline.status)}.`]),
      ],
      commit: async (write) => ({
        deleted: pipelineFacts(await write(remove, { resourceId: pipeline.metadata?.id ?? id })),
      }),
    };
  },
});
