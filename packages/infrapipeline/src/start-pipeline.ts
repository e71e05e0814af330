import { create } from "@bufbuild/protobuf";
import { type InfraPipeline, InfraPipelineSchema } from "@planton-mcp/api/infrahub/infrapipeline/v1/api";
import type { InfraPipelineId } from "@planton-mcp/api/infrahub/infrapipeline/v1/io";
import { InfraPipelineQueryController } from "@planton-mcp/api/infrahub/infrapipeline/v1/query";
import type { InfraProject } from "@planton-mcp/api/infrahub/infraproject/v1/api";
import { InfraProjectQueryController } from "@planton-mcp/api/infrahub/infraproject/v1/query";
import { Failure, type Prepared, type Send, type ToolContext, targetOf } from "@planton-mcp/core";
import { messageOf } from "@planton-mcp/jobs";
import { answerPipeline, type Wait } from "./answer-pipeline.ts";
import { pipelineReads, readPipeline } from "./pipeline-reads.ts";
import { hasEnded, outcomeOf } from "./pipeline-state.ts";

const { getLastInfraPipelineByInfraProjectId: getLast } = InfraPipelineQueryController.method;
const { get: getProject } = InfraProjectQueryController.method;

/** What a tool that starts pipelines has to declare among its `reads`. */
export const startReads = [...pipelineReads, getLast, getProject] as const;

export function readProject(id: string, { read }: Pick<ToolContext, "read">): Promise<InfraProject> {
  return read(getProject, { value: id });
}

/** A project's newest pipeline: one, none, or what kept it from being read. */
type Last = { readonly pipeline: InfraPipeline | undefined } | { readonly unknown: string };

async function lastPipeline(projectId: string, { read, signal }: ToolContext): Promise<Last> {
  try {
    return { pipeline: await read(getLast, { value: projectId }) };
  } catch (error) {
    if (signal.aborted) throw error;
    if (Failure.is(error) && error.facts.code === "not_found") return { pipeline: undefined };
    return { unknown: messageOf(error) };
  }
}

export interface Start {
  readonly project: InfraProject;
  /** What it runs and why, for the answer. */
  readonly runs?: string;
  readonly send: (write: Send) => Promise<InfraPipelineId>;
}

/** What running a project's pipeline is about, and the one attempt to do it. */
export async function startPipeline(
  { project, runs, send }: Start,
  wait: Wait,
  context: ToolContext,
): Promise<Prepared> {
  const id = project.metadata?.id ?? "";
  const before = await lastPipeline(id, context);
  const unfinished = "pipeline" in before && before.pipeline && !hasEnded(before.pipeline.status) && before.pipeline;
  const other = unfinished ? `${unfinished.metadata?.id} is ${outcomeOf(unfinished.status)}` : undefined;
  return {
    target: targetOf(getProject, project),
    warnings: other === undefined ? [] : [`An earlier pipeline of this project has not ended: ${other}.`],
    commit: async (write) => {
      const { value } = await onceOnly(() => send(write), id, before, context);
      const { pipeline, note } = await readStarted(value, context);
      const report = await answerPipeline(pipeline, wait, context);
      return { runs, ...report, note: report.note ?? note, unfinished_before: other };
    },
  };
}

/** The pipeline that has just been started. That it can't be read yet takes nothing from that. */
async function readStarted(id: string, context: ToolContext) {
  try {
    return { pipeline: await readPipeline(id, context) };
  } catch (error) {
    if (context.signal.aborted) throw error;
    const note = `The pipeline was started, and could not be read yet: ${messageOf(error)}`;
    return { pipeline: create(InfraPipelineSchema, { metadata: { id } }), note };
  }
}

/** Sends the command that starts a pipeline. Where its answer is lost, says what is known, so that nobody starts two. */
async function onceOnly<Answer>(
  send: () => Promise<Answer>,
  projectId: string,
  before: Last,
  context: ToolContext,
): Promise<Answer> {
  try {
    return await send();
  } catch (error) {
    if (!Failure.is(error) || error.facts.outcome_unknown !== true || context.signal.aborted) throw error;
    const next = whatIsKnown(before, await lastPipeline(projectId, context), projectId, context);
    throw new Failure({ ...error.facts, next }, { cause: error });
  }
}

function whatIsKnown(
  before: Last,
  now: Last,
  projectId: string,
  { catalogue }: Pick<ToolContext, "catalogue">,
): string {
  const tool = "get_latest_infra_pipeline";
  const look = catalogue.has(tool)
    ? ` Look with ${tool} {"infra_project_id":"${projectId}"} before calling again.`
    : " Look before calling again.";
  if ("unknown" in before || "unknown" in now) return `It is not known whether a pipeline was started.${look}`;
  const [old, id] = [before.pipeline?.metadata?.id, now.pipeline?.metadata?.id];
  if (id !== undefined && id !== old) {
    const follow = catalogue.has("get_infra_pipeline") ? ` Go on with get_infra_pipeline {"id":"${id}"}.` : "";
    return `The answer was lost, but ${id} is new: this run, unless somebody else started one just now. Don't call again.${follow}`;
  }
  const found = id === undefined ? "The project has no pipeline yet" : `The last one known is still ${id}`;
  return `It is not known whether a pipeline was started. ${found}; a new one may appear in a moment.${look}`;
}
