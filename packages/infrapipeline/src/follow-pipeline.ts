import { setTimeout as sleep } from "node:timers/promises";
import { WorkflowExecutionStatus } from "@planton-mcp/api/commons/workflow/workflow";
import type { InfraPipeline, InfraPipelineStatus } from "@planton-mcp/api/infrahub/infrapipeline/v1/api";
import { InfraPipelineQueryController } from "@planton-mcp/api/infrahub/infrapipeline/v1/query";
import type { ToolContext } from "@planton-mcp/core";
import { followUntil, statusName } from "@planton-mcp/jobs";
import { gatesOf, gateWords, type Passed } from "./gates.ts";
import { readPipeline, type WaitingJob, waitingJobs } from "./pipeline-reads.ts";
import { type PipelineReport, reportOf } from "./pipeline-report.ts";
import { environmentsOf, envOf, hasEnded, nodeId, nodesOf, outcomeOf } from "./pipeline-state.ts";

export interface FollowOptions {
  readonly waitSeconds: number;
  /** That the pipeline still stands there is then no reason to end. */
  readonly passed?: Passed | undefined;
}

/** How often the stack jobs are looked at: the pipeline does not tell that one of them waits. */
const jobPauseMs = 3_000;

/**
 * Follows a pipeline until it ends, waits for somebody's approval or the time is up, tells the client of its progress,
 * and answers with a summary. A stream that breaks off is taken up again. Rejects only where the client has left.
 */
export async function followPipeline(
  pipeline: InfraPipeline,
  { waitSeconds, passed }: FollowOptions,
  context: ToolContext,
): Promise<PipelineReport> {
  const id = pipeline.metadata?.id ?? "";
  let latest = pipeline;
  let seen = pipeline.status;
  const jobsOf = async (status: InfraPipelineStatus | undefined) =>
    passed === "all" ? [] : waitingJobs(status, context);
  let jobs: readonly WaitingJob[] = await jobsOf(pipeline.status);
  const hint = new AbortController();
  const stop = new AbortController();
  const tell = tellerOf(context);
  const read = async () => {
    latest = await readPipeline(id, context);
    jobs = await jobsOf(latest.status);
    return latest.status;
  };
  // Not waited for in the end: what it still reads is of no use then.
  void whileOpen(AbortSignal.any([stop.signal, context.signal]), async () => {
    if ((await jobsOf(seen)).length > 0) hint.abort();
  });
  try {
    const { ending } = await followUntil<InfraPipelineStatus | undefined>(
      pipeline.status,
      {
        read,
        stream: (bounds) => context.follow(InfraPipelineQueryController.method.getStatusStream, { value: id }, bounds),
        isOver: (status) => hasEnded(status) || jobs.length > 0 || isAtGate(status, passed),
        onState: (status) => {
          seen = status;
          tell(status);
        },
        hint: hint.signal,
      },
      waitSeconds * 1000,
      context,
    );
    return reportOf(latest, { ending, jobs, passed }, context);
  } finally {
    stop.abort();
  }
}

/** Without a gate to be seen, one that waits does so for something that this server can't name. */
function isAtGate(status: InfraPipelineStatus | undefined, passed: Passed | undefined): boolean {
  const isWaiting = status?.progressStatus === WorkflowExecutionStatus.awaiting_approval;
  return gatesOf(status, passed).length > 0 || (isWaiting && passed === undefined);
}

/** Does something every now and then until the signal is aborted. `once` must not reject. */
async function whileOpen(signal: AbortSignal, once: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await sleep(jobPauseMs, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) await once();
  }
}

/** Tells each state once. */
function tellerOf({ progress }: Pick<ToolContext, "progress">) {
  let told = "";
  return (status: InfraPipelineStatus | undefined) => {
    const message = current(status);
    if (message === told) return;
    told = message;
    const tasks = status?.buildStage?.tasks ?? [];
    const steps = [
      ...tasks,
      ...environmentsOf(status).flatMap((env) => nodesOf(env).flatMap((n) => n.execution ?? [])),
    ];
    const done = steps.filter((step) => step.status === WorkflowExecutionStatus.completed);
    progress({ message, ...(steps.length === 0 ? {} : { progress: done.length, total: steps.length }) });
  };
}

/** What a pipeline is at, in a few words. */
function current(status: InfraPipelineStatus | undefined): string {
  const [gate] = gatesOf(status);
  if (gate !== undefined) return `waits at ${gateWords(gate)}`;
  const { running } = WorkflowExecutionStatus;
  const task = status?.buildStage?.tasks.find((step) => step.status === running);
  if (task !== undefined) return `build: ${task.name} ${statusName(running)}`;
  const environment = environmentsOf(status).find((step) => step.status === running);
  if (environment === undefined) return outcomeOf(status).replaceAll("_", " ");
  const nodes = nodesOf(environment).filter(({ execution }) => execution?.status === running);
  return `${envOf(environment)}: ${nodes.map(nodeId).join(", ") || statusName(running)}`;
}
