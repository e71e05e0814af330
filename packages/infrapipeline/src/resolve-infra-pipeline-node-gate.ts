import { InfraPipelineCommandController } from "@planton-mcp/api/infrahub/infrapipeline/v1/command";
import { defineWorkflow, text } from "@planton-mcp/core";
import { waiting } from "@planton-mcp/jobs";
import { pipelineReads } from "./pipeline-reads.ts";
import { decision, decisionValue, resolveGate } from "./resolve-gate.ts";

const { resolveNodeManualGate } = InfraPipelineCommandController.method;

export const resolveInfraPipelineNodeGate = defineWorkflow({
  name: "resolve_infra_pipeline_node_gate",
  title: "Decide about a resource of an infra pipeline",
  description: "Approves or rejects the one resource before which an infra pipeline waits. Let the person decide.",
  effect: "authorize",
  input: {
    infra_pipeline_id: text("Infra pipeline id"),
    env: text("Environment slug"),
    node_id: text("Kind/slug"),
    decision,
    ...waiting,
  },
  example: {
    infra_pipeline_id: "infpipe_01kseed0000000000000000003",
    env: "dev",
    node_id: "KubernetesNamespace/shop",
    decision: "approve",
  },
  keywords: ["manual gate", "continue", "deny", "approval"],
  reads: pipelineReads,
  writes: [resolveNodeManualGate],
  prepare: ({ infra_pipeline_id: id, env, node_id, decision, ...wait }, context) => {
    const request = { infraPipelineId: id, env, nodeId: node_id, manualGateDecision: decisionValue[decision] };
    const send = (write: typeof context.read) => write(resolveNodeManualGate, request);
    return resolveGate({ id, gate: { env, node_id }, decision, send }, wait, context);
  },
});
