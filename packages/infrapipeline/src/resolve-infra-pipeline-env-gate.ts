import { InfraPipelineCommandController } from "@planton-mcp/api/infrahub/infrapipeline/v1/command";
import { defineWorkflow, text } from "@planton-mcp/core";
import { waiting } from "@planton-mcp/jobs";
import { pipelineReads } from "./pipeline-reads.ts";
import { decision, decisionValue, resolveGate } from "./resolve-gate.ts";

const { resolveEnvironmentManualGate } = InfraPipelineCommandController.method;

export const resolveInfraPipelineEnvGate = defineWorkflow({
  name: "resolve_infra_pipeline_env_gate",
  title: "Decide about an environment of an infra pipeline",
  description: "Approves or rejects the environment before which an infra pipeline waits. Let the person decide.",
  effect: "authorize",
  input: {
    infra_pipeline_id: text("Infra pipeline id"),
    env: text("Environment slug"),
    decision,
    ...waiting,
  },
  example: { infra_pipeline_id: "infpipe_01kseed0000000000000000002", env: "prod", decision: "approve" },
  keywords: ["manual gate", "promote", "continue", "deny", "approval"],
  reads: pipelineReads,
  writes: [resolveEnvironmentManualGate],
  prepare: ({ infra_pipeline_id: id, env, decision, ...wait }, context) => {
    const request = { infraPipelineId: id, env, manualGateDecision: decisionValue[decision] };
    const send = (write: typeof context.read) => write(resolveEnvironmentManualGate, request);
    return resolveGate({ id, gate: { env }, decision, send }, wait, context);
  },
});
