import { WorkflowExecutionResult } from "@planton-mcp/api/commons/workflow/workflow";
import type { InfraPipeline } from "@planton-mcp/api/infrahub/infrapipeline/v1/api";
import type { ToolContext } from "@planton-mcp/core";
import type { Gate } from "./gates.ts";
import type { WaitingJob } from "./pipeline-reads.ts";
import { environmentsOf, hasEnded, nodesOf, outcomeOf } from "./pipeline-state.ts";

type Catalogue = Pick<ToolContext, "catalogue">;

/** What to do next, by the tools that this server has. */
export function nextStep(
  pipeline: InfraPipeline,
  gates: readonly Gate[],
  jobs: readonly WaitingJob[],
  context: Catalogue,
): string | undefined {
  const { status } = pipeline;
  const id = pipeline.metadata?.id ?? "";
  const steps = [...(gates[0] === undefined ? [] : gateSteps(id, gates[0], context)), ...jobSteps(jobs, context)];
  if (steps.length > 0) {
    return sentence(["Show the person what would go ahead, and let them decide", ...steps]);
  }
  if (!hasEnded(status)) return sentence(call("get_infra_pipeline", { id, wait: true }, "follows it further", context));
  return outcomeOf(status) === "failed" ? sentence(failureSteps(pipeline, context)) : undefined;
}

function gateSteps(id: string, { env, node_id }: Gate, context: Catalogue): readonly string[] {
  const [tool, place] =
    node_id === undefined
      ? ["resolve_infra_pipeline_env_gate", { env }]
      : ["resolve_infra_pipeline_node_gate", { env, node_id }];
  return call(tool, { infra_pipeline_id: id, ...place, decision: "approve" }, "approves it, or rejects it", context);
}

function jobSteps(jobs: readonly WaitingJob[], context: Catalogue): readonly string[] {
  const [job] = jobs;
  if (job === undefined) return [];
  const { stack_job_id: id } = job;
  return [
    ...call("watch_stack_job", { id, wait_seconds: 0 }, "shows what is planned", context),
    ...call("resume_stack_job", { id }, "approves it", context),
  ];
}

function failureSteps(pipeline: InfraPipeline, context: Catalogue): readonly string[] {
  const id = pipeline.metadata?.id ?? "";
  const failed = environmentsOf(pipeline.status)
    .flatMap(nodesOf)
    .find(({ execution }) => execution?.result === WorkflowExecutionResult.failed && execution.stackJobId !== "");
  const job = failed?.execution?.stackJobId;
  if (job !== undefined) return call("explain_stack_job_failure", { id: job }, "says what broke", context);
  return call("get_infra_pipeline_logs", { id }, "shows what was printed", context);
}

function call(tool: string, args: Readonly<Record<string, unknown>>, does: string, { catalogue }: Catalogue) {
  return catalogue.has(tool) ? [`${tool} ${JSON.stringify(args)} ${does}`] : [];
}

function sentence(parts: readonly string[]): string | undefined {
  return parts.length === 0 ? undefined : `${parts.join("; ")}.`;
}
