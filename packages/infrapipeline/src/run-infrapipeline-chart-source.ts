import { InfraPipelineCommandController } from "@planton-mcp/api/infrahub/infrapipeline/v1/command";
import { defineWorkflow, text } from "@planton-mcp/core";
import { waiting } from "@planton-mcp/jobs";
import { requireSource } from "./project-source.ts";
import { readProject, startPipeline, startReads } from "./start-pipeline.ts";

const { runInfraProjectChartSourcePipeline } = InfraPipelineCommandController.method;

export const runInfrapipelineChartSource = defineWorkflow({
  name: "run_infrapipeline_chart_source",
  title: "Deploy an infra project's chart",
  description:
    "Starts an infra pipeline that deploys an infra project made from an infra chart. Each call starts another.",
  effect: "create",
  input: { infra_project_id: text("Infra project id"), ...waiting },
  example: { infra_project_id: "infpj_01kseed0000000000000000002" },
  keywords: ["trigger", "rerun", "template"],
  reads: startReads,
  writes: [runInfraProjectChartSourcePipeline],
  prepare: async ({ infra_project_id, ...wait }, context) => {
    const project = await readProject(infra_project_id, context);
    requireSource(project, "chart");
    const send = { value: infra_project_id };
    return startPipeline({ project, send: (write) => write(runInfraProjectChartSourcePipeline, send) }, wait, context);
  },
});
