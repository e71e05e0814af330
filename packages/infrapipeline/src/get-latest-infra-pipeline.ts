import { InfraPipelineQueryController } from "@planton-mcp/api/infrahub/infrapipeline/v1/query";
import { defineTool, text, wholeResource } from "@planton-mcp/core";

export const getLatestInfraPipeline = defineTool({
  name: "get_latest_infra_pipeline",
  title: "Get an infra project's latest pipeline",
  description: "Reads the newest infra pipeline of an infra project, whatever its state.",
  effect: "read",
  input: { infra_project_id: text("Infra project id") },
  example: { infra_project_id: "infpj_01kseed0000000000000000001" },
  keywords: ["last", "deployment", "status"],
  rpc: InfraPipelineQueryController.method.getLastInfraPipelineByInfraProjectId,
  request: ({ infra_project_id }) => ({ value: infra_project_id }),
  project: wholeResource,
});
