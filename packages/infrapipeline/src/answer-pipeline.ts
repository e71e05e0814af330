import type { InfraPipeline } from "@planton-mcp/api/infrahub/infrapipeline/v1/api";
import type { ToolContext } from "@planton-mcp/core";
import { followPipeline } from "./follow-pipeline.ts";
import type { Passed } from "./gates.ts";
import { type PipelineReport, reportOf } from "./pipeline-report.ts";

/** The arguments of `waiting`. */
export interface Wait {
  readonly wait: boolean;
  readonly wait_seconds: number;
}

/** The answer of a tool that has started or moved a pipeline: where it stands, or with `wait` how it ended. */
export async function answerPipeline(
  pipeline: InfraPipeline,
  { wait, wait_seconds }: Wait,
  context: ToolContext,
  passed?: Passed,
): Promise<PipelineReport> {
  if (wait) return followPipeline(pipeline, { waitSeconds: wait_seconds, passed }, context);
  return reportOf(pipeline, { ending: { by: "over" }, passed }, context);
}
