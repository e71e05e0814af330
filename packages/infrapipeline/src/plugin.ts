import { definePlugin } from "@planton-mcp/core";
import { cancelInfraPipeline } from "./cancel-infra-pipeline.ts";
import { deleteInfraPipeline } from "./delete-infra-pipeline.ts";
import { getInfraPipeline } from "./get-infra-pipeline.ts";
import { getInfraPipelineLogs } from "./get-infra-pipeline-logs.ts";
import { getLatestInfraPipeline } from "./get-latest-infra-pipeline.ts";
import { listInfraPipelines } from "./list-infra-pipelines.ts";
import { resolveInfraPipelineEnvGate } from "./resolve-infra-pipeline-env-gate.ts";
import { resolveInfraPipelineNodeGate } from "./resolve-infra-pipeline-node-gate.ts";
import { runInfraPipeline } from "./run-infra-pipeline.ts";
import { runInfrapipelineChartSource } from "./run-infrapipeline-chart-source.ts";
import { runInfrapipelineGitCommit } from "./run-infrapipeline-git-commit.ts";

export const plugin = definePlugin({
  name: "infrapipeline",
  title: "Infra pipelines",
  description: "The runs that deploy infra projects from Git or an infra chart, environment by environment.",
  tools: [
    cancelInfraPipeline,
    deleteInfraPipeline,
    getInfraPipelineLogs,
    getInfraPipeline,
    getLatestInfraPipeline,
    listInfraPipelines,
    resolveInfraPipelineEnvGate,
    resolveInfraPipelineNodeGate,
    runInfraPipeline,
    runInfrapipelineChartSource,
    runInfrapipelineGitCommit,
  ],
});
