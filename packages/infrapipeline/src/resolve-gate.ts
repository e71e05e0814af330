import { WorkflowExecutionResult, WorkflowStepManualGateDecision } from "@planton-mcp/api/commons/workflow/workflow";
import type { InfraPipeline, InfraPipelineDeploymentEnvironment } from "@planton-mcp/api/infrahub/infrapipeline/v1/api";
import type { ToolContext } from "@planton-mcp/core";
import { didYouMean, Failure, invalidArguments, type Prepared, type Send, type Target } from "@planton-mcp/core";
import { messageOf } from "@planton-mcp/jobs";
import * as z from "zod";
import { answerPipeline, type Wait } from "./answer-pipeline.ts";
import { type Gate, gatesOf, gateWords } from "./gates.ts";
import { readPipeline } from "./pipeline-reads.ts";
import { environmentsOf, envOf, isUndeploy, nodeId, nodesOf, outcomeOf, stateOf } from "./pipeline-state.ts";
import { pipelineTarget } from "./pipeline-target.ts";

export const decision = z.enum(["approve", "reject"]).describe("Rejecting is final");

export type Decision = z.output<typeof decision>;

/** The contract's word for a decision. */
export const decisionValue: Readonly<Record<Decision, WorkflowStepManualGateDecision>> = {
  approve: WorkflowStepManualGateDecision.yes,
  reject: WorkflowStepManualGateDecision.no,
};

export interface Resolution {
  readonly id: string;
  readonly gate: Gate;
  readonly decision: Decision;
  readonly send: (write: Send) => Promise<unknown>;
}

/** What deciding about a gate lets go ahead or stops, and the decision itself. */
export async function resolveGate(
  { id, gate, decision, send }: Resolution,
  wait: Wait,
  context: ToolContext,
): Promise<Prepared & { readonly target: Target }> {
  const pipeline = await readPipeline(id, context);
  const environment = environmentAt(pipeline, gate);
  if (!gatesOf(pipeline.status).some((open) => open.env === gate.env && open.node_id === gate.node_id)) {
    throw notWaiting(pipeline, gate);
  }
  const warnings = decision === "approve" ? approvalWarnings : rejectionWarnings;
  return {
    target: pipelineTarget(pipeline, gate),
    warnings: warnings(pipeline, environment, gate),
    commit: async (write) => {
      await decide(() => send(write), id, gate, context);
      const decided = `${decision === "approve" ? "Approved" : "Rejected"} ${gateWords(gate)}.`;
      const now = await readPipeline(id, context).catch((error: unknown) => {
        if (context.signal.aborted) throw error;
        return { unread: messageOf(error) };
      });
      if ("unread" in now) {
        return { decided, note: `Where the pipeline stands could not be read: ${now.unread} The decision is made.` };
      }
      return { decided, ...(await answerPipeline(now, wait, context, gate)) };
    },
  };
}

/** Sends a decision. Where the answer is lost, says whether the gate still waits. */
async function decide(send: () => Promise<unknown>, id: string, gate: Gate, context: ToolContext): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!Failure.is(error) || error.facts.outcome_unknown !== true || context.signal.aborted) throw error;
    const now = await readPipeline(id, context).catch(() => undefined);
    const isOpen = gatesOf(now?.status).some((open) => open.env === gate.env && open.node_id === gate.node_id);
    const known = now === undefined ? "" : isOpen ? " It still waits so far." : " It waits no more: somebody decided.";
    const look = `Look with get_infra_pipeline {"id":"${id}"} before calling again.`;
    throw new Failure(
      { ...error.facts, next: `It is not known whether ${gateWords(gate)} was resolved.${known} ${look}` },
      { cause: error },
    );
  }
}

/** The environment that a gate stands in or before. Throws where the pipeline has no such place. */
function environmentAt(pipeline: InfraPipeline, { env, node_id }: Gate): InfraPipelineDeploymentEnvironment {
  const id = pipeline.metadata?.id ?? "";
  const environments = environmentsOf(pipeline.status);
  const environment = environments.find((candidate) => envOf(candidate) === env);
  if (environment === undefined) throw unknownPlace("env", env, environments.map(envOf), `${id} does not deploy to`);
  const nodes = nodesOf(environment).map(nodeId);
  if (node_id !== undefined && !nodes.includes(node_id)) {
    throw unknownPlace("node_id", node_id, nodes, `${id} has in ${env} no resource`);
  }
  return environment;
}

const shown = 10;

function unknownPlace(argument: string, given: string, known: readonly string[], problem: string): Failure {
  const there = known.length === 0 ? "none" : known.slice(0, shown).join(", ");
  const message = `${problem} ${given}.${didYouMean(given, known)} There is ${there}.`;
  return invalidArguments([{ argument, message }]);
}

function notWaiting(pipeline: InfraPipeline, gate: Gate): Failure {
  const open = gatesOf(pipeline.status).map(gateWords);
  const state = outcomeOf(pipeline.status).replaceAll("_", " ");
  return new Failure({
    code: "failed_precondition",
    message: `${pipeline.metadata?.id} does not wait at ${gateWords(gate)}: the pipeline is ${state}.`,
    next:
      open.length > 0
        ? `Nothing was done. It waits at ${open.join(" and at ")}.`
        : "Nothing was done. Look where it stands with get_infra_pipeline.",
  });
}

function approvalWarnings(
  pipeline: InfraPipeline,
  environment: InfraPipelineDeploymentEnvironment,
  gate: Gate,
): readonly string[] {
  const does = isUndeploy(pipeline) ? "destroys" : "deploys";
  const names = nodesOf(environment)
    .filter(({ execution }) => !/^(succeeded|failed|cancelled|skipped)$/.test(stateOf(execution ?? unknown)))
    .map(nodeId);
  const what = gate.node_id ?? (names.length === 0 ? "nothing" : listed(names));
  const all = environmentsOf(pipeline.status);
  const later = all.slice(all.indexOf(environment) + 1);
  const next = later.findIndex(({ requiresManualGate }) => requiresManualGate);
  const unasked = (next === -1 ? later : later.slice(0, next)).map(envOf);
  const rest = gate.node_id === undefined ? [] : names.filter((name) => name !== gate.node_id);
  return [
    `It ${does} in ${gate.env}: ${what}.`,
    ...(rest.length === 0 ? [] : [`Then it goes on with the rest of ${gate.env}: ${listed(rest)}.`]),
    ...(unasked.length === 0 ? [] : [`Then it goes on to ${unasked.join(", ")} without asking again.`]),
  ];
}

function rejectionWarnings(pipeline: InfraPipeline, _: unknown, gate: Gate): readonly string[] {
  const done = environmentsOf(pipeline.status)
    .filter(({ result }) => result === WorkflowExecutionResult.succeeded)
    .map(envOf);
  const does = isUndeploy(pipeline) ? "destroyed" : "deployed";
  return [
    `Rejecting is final: ${gate.node_id ?? gate.env} and what comes after it are not ${does} by this pipeline; that takes another.`,
    ...(done.length === 0 ? [] : [`What it has already ${does} stays so: ${done.join(", ")}.`]),
  ];
}

const unknown = { status: 0, result: 0 };

function listed(names: readonly string[]): string {
  const more = names.length - shown;
  return names.slice(0, shown).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
