import { WorkflowExecutionResult, WorkflowExecutionStatus } from "@planton-mcp/api/commons/workflow/workflow";
import type {
  InfraPipeline,
  InfraPipelineBuildStage,
  InfraPipelineDeploymentEnvironment,
} from "@planton-mcp/api/infrahub/infrapipeline/v1/api";
import type { ToolContext } from "@planton-mcp/core";
import { cutMiddle, type Ending, plainText } from "@planton-mcp/jobs";
import { type Gate, gatesOf, type Passed } from "./gates.ts";
import { nextStep } from "./next-step.ts";
import type { WaitingJob } from "./pipeline-reads.ts";
import {
  environmentsOf,
  envOf,
  nodeId,
  nodesOf,
  outcomeOf,
  pipelineFacts,
  stateOf,
  stateWithTime,
} from "./pipeline-state.ts";

/** Where a pipeline stands, in as many words as somebody needs who has to go on from there. */
export interface PipelineReport {
  readonly infra_pipeline: ReturnType<typeof pipelineFacts>;
  /** `succeeded`, `failed`, `cancelled`; of a pipeline that has not ended `running`, `awaiting_approval`, `queued`. */
  readonly outcome: string;
  readonly reason?: string | undefined;
  /** Why following ended before the pipeline did. */
  readonly note?: string | undefined;
  readonly build?: unknown;
  readonly environments?: readonly unknown[] | undefined;
  readonly gates?: readonly Gate[] | undefined;
  /** Stack jobs that hold the pipeline up until somebody approves them. */
  readonly waiting_stack_jobs?: readonly WaitingJob[] | undefined;
  readonly next?: string | undefined;
}

export interface Followed {
  readonly ending: Ending;
  readonly jobs?: readonly WaitingJob[];
  readonly passed?: Passed | undefined;
}

type ReportContext = Pick<ToolContext, "hide" | "catalogue">;

const mostCharacters = 900;
const mostNodes = 10;

export function reportOf(
  pipeline: InfraPipeline,
  { ending, jobs = [], passed }: Followed,
  context: ReportContext,
): PipelineReport {
  const { status } = pipeline;
  const gates = gatesOf(status, passed);
  const isUnnamed =
    outcomeOf(status) === "awaiting_approval" && gates.length + jobs.length === 0 && passed === undefined;
  const environments = environmentsOf(status).map((environment) => environmentRow(environment, context));
  return {
    infra_pipeline: pipelineFacts(pipeline),
    outcome: outcomeOf(status),
    reason: printed(status?.statusReason, context),
    note:
      noteOn(ending) ?? (isUnnamed ? "It waits for an approval, and does not say which: look at it whole." : undefined),
    build: status?.buildStage === undefined ? undefined : buildRow(status.buildStage, context),
    environments: environments.length === 0 ? undefined : environments,
    gates: gates.length === 0 ? undefined : gates,
    waiting_stack_jobs: jobs.length === 0 ? undefined : jobs,
    next: nextStep(pipeline, gates, jobs, context),
  };
}

function noteOn(ending: Ending): string | undefined {
  if (ending.by === "bound") return "The time to wait was up; the pipeline goes on.";
  if (ending.by === "lost")
    return `The pipeline could not be followed any further: ${ending.why} It goes on by itself.`;
  return undefined;
}

function buildRow(stage: InfraPipelineBuildStage, context: ReportContext) {
  const failed = stage.tasks.find(({ result }) => result === WorkflowExecutionResult.failed);
  const running = stage.tasks.find(({ status }) => status === WorkflowExecutionStatus.running);
  return {
    state: stateWithTime(stage),
    task: (failed ?? running)?.name,
    error: printed(failed?.error || failed?.diagnosticMessage || (failed && stage.statusReason), context),
  };
}

function environmentRow(environment: InfraPipelineDeploymentEnvironment, context: ReportContext) {
  const nodes = nodesOf(environment).map((node) => ({ node, state: stateOf(node.execution ?? notBegun) }));
  const telling = nodes.filter(({ state }) => !/^(succeeded|queued|skipped|cancelled|unknown)$/.test(state));
  return {
    env: envOf(environment),
    state: stateWithTime(environment),
    error: printed(environment.error || environment.diagnosticMessage, context),
    resources: Object.fromEntries(
      [...new Set(nodes.map(({ state }) => state))].map((state) => [
        state,
        nodes.filter((other) => other.state === state).length,
      ]),
    ),
    nodes:
      telling.length === 0
        ? undefined
        : telling.slice(0, mostNodes).map(({ node, state }) => ({
            node_id: nodeId(node),
            state,
            stack_job_id: node.execution?.stackJobId || undefined,
            reason: printed(node.execution?.statusReason, context),
          })),
    more_nodes: telling.length > mostNodes ? telling.length - mostNodes : undefined,
  };
}

const notBegun = { status: 0, result: 0 };

/** A text that some program printed, fit to be shown; nothing where there is none. */
function printed(text: string | undefined, { hide }: ReportContext): string | undefined {
  return text ? cutMiddle(hide(plainText(text)), mostCharacters) : undefined;
}
