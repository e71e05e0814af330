import type { InfraPipeline } from "@planton-mcp/api/infrahub/infrapipeline/v1/api";
import { InfraPipelineQueryController } from "@planton-mcp/api/infrahub/infrapipeline/v1/query";
import { defineTool, org, paging, text } from "@planton-mcp/core";
import { gatesOf } from "./gates.ts";
import { outcomeOf, pipelineFacts } from "./pipeline-state.ts";

export const listInfraPipelines = defineTool({
  name: "list_infra_pipelines",
  title: "List infra pipelines",
  description:
    "Lists the infra pipelines of an organization or one infra project, newest first, each with how it stands.",
  effect: "read",
  input: { org, infra_project_id: text("Infra project id").optional(), ...paging },
  example: { org: "acme" },
  keywords: ["deployments", "history", "runs"],
  rpc: InfraPipelineQueryController.method.listByFilters,
  // The API counts pages from 0.
  request: ({ org, infra_project_id = "", page, page_size }) => ({
    org,
    infraProjectId: infra_project_id,
    pageInfo: { num: page - 1, size: page_size },
  }),
  project: ({ entries, totalPages }, { page }) => ({ page, pages: totalPages, entries: entries.map(row) }),
});

/** The row by which a list shows a pipeline: enough to choose one, not to know it. */
function row(pipeline: InfraPipeline) {
  const { status, spec } = pipeline;
  const { org: _, ...facts } = pipelineFacts(pipeline);
  const gates = gatesOf(status).map(({ env, node_id }) => (node_id === undefined ? env : `${env} ${node_id}`));
  return {
    ...facts,
    message: spec?.gitCommit?.message.split("\n")[0] || undefined,
    outcome: outcomeOf(status),
    waits_at: gates.length === 0 ? undefined : gates,
    started: status?.startTime,
    ended: status?.endTime,
  };
}
