import { fromBinary } from "@bufbuild/protobuf";
import {
  WorkflowStepManualGateDecision as Decision,
  WorkflowExecutionStatus as Status,
} from "@planton-mcp/api/commons/workflow/workflow";
import { CloudResourceDagNodeGate_GateType as GateType } from "@planton-mcp/api/infrahub/cloudresource/v1/dag";
import {
  type InfraPipeline,
  InfraPipelineSchema,
  InfraPipelineStatusSchema,
} from "@planton-mcp/api/infrahub/infrapipeline/v1/api";
import { InfraPipelineCommandController } from "@planton-mcp/api/infrahub/infrapipeline/v1/command";
import { InfraPipelineQueryController } from "@planton-mcp/api/infrahub/infrapipeline/v1/query";
import { InfraProjectSource } from "@planton-mcp/api/infrahub/infraproject/v1/spec";
import { TektonTaskLogEntrySchema } from "@planton-mcp/api/integration/tekton/log";
import { requirementOf } from "@planton-mcp/core/contract";
import { requireOn } from "../access.ts";
import { failedPrecondition, invalid, notFound } from "../failures.ts";
import { type Context, special, streamed, unserved } from "../handler.ts";
import {
  beginPipeline,
  environmentIn,
  loadPipeline,
  loadProject,
  nodeName,
  pipelineStatusOf,
  savePipeline,
} from "../jobs/pipeline.ts";
import { logReader, statusReader } from "../jobs/stream-readers.ts";
import type { Domain } from "./domain.ts";

const command = InfraPipelineCommandController.method;
const query = InfraPipelineQueryController.method;

export const infraPipelineDomain: Domain = {
  services: [InfraPipelineCommandController, InfraPipelineQueryController],
  specials: [
    // Pipelines are begun by running them.
    ...unserved(command.apply, command.create, command.update),
    special(command.runGitCommit, (context, { infraProjectId, commitSha }) => {
      const project = loadProject(context.store, infraProjectId);
      if (project.spec?.source !== InfraProjectSource.git_repo) {
        throw failedPrecondition(`Infra project ${infraProjectId} is not sourced from a Git repository.`);
      }
      return { value: beginPipeline(context, { project, commitSha }).metadata?.id ?? "" };
    }),
    special(command.runInfraProjectChartSourcePipeline, (context, { value }) => {
      const project = loadProject(context.store, value);
      if (project.spec?.source !== InfraProjectSource.infra_chart) {
        throw failedPrecondition(`Infra project ${value} is not sourced from an infra chart.`);
      }
      return { value: beginPipeline(context, { project }).metadata?.id ?? "" };
    }),
    special(command.cancel, (context, { value }) => {
      const { store } = context;
      const pipeline = askedFor(context, command.cancel, value);
      const run = store.findRun(value);
      if (run === undefined || run.state === "over") throw failedPrecondition(`Infra pipeline ${value} is completed.`);
      store.updateRun({ ...run, cancels: true, state: "active", runner: store.runner });
      return pipeline;
    }),
    special(command.delete, (context, { resourceId }) => {
      const { store } = context;
      const pipeline = loadPipeline(store, resourceId);
      requireOn(context.access, requirementOf(command.delete), { kind: "infra_pipeline", id: resourceId });
      const run = store.findRun(resourceId);
      if (run !== undefined && run.state !== "over") {
        throw failedPrecondition(`Infra pipeline ${resourceId} is not completed. Cancel it, or wait for its end.`);
      }
      store.remove("infra_pipeline", resourceId);
      return pipeline;
    }),
    special(command.resolveEnvironmentManualGate, (context, request) => {
      const pipeline = askedFor(context, command.resolveEnvironmentManualGate, request.infraPipelineId);
      const environment = environmentIn(pipeline, request.env);
      if (environment.status !== Status.awaiting_approval) {
        throw failedPrecondition(`The environment ${request.env} is not at its manual gate.`);
      }
      environment.manualGateDecision = request.manualGateDecision;
      proceed(context, pipeline);
      return {};
    }),
    special(command.resolveNodeManualGate, (context, request) => {
      const { store } = context;
      const pipeline = askedFor(context, command.resolveNodeManualGate, request.infraPipelineId);
      const environment = environmentIn(pipeline, request.env);
      const nodes = environment.cloudResourceDag?.nodes ?? [];
      const node = nodes.find(({ execution }) => nodeName(store, execution?.cloudResourceId ?? "") === request.nodeId);
      if (node?.execution === undefined) {
        const known = nodes.map(({ execution }) => nodeName(store, execution?.cloudResourceId ?? ""));
        throw invalid(`node_id: ${request.env} has no node ${request.nodeId}. It has ${known.join(", ")}.`);
      }
      if (node.execution.status !== Status.awaiting_approval || node.gate === undefined) {
        throw failedPrecondition(`The node ${request.nodeId} is not at a manual gate.`);
      }
      if (request.manualGateDecision === Decision.yes) {
        node.execution.status = Status.queued;
        node.gate.type = GateType.none;
        node.gate.reason = `Approved by ${context.actor}.`;
      } else environment.manualGateDecision = Decision.no;
      proceed(context, pipeline);
      return {};
    }),
    special(query.listByFilters, ({ store, access }, { org, infraProjectId, pageInfo }) => {
      const pipelines = store
        .list("infra_pipeline", org)
        .filter(({ kind, id }) => access.may("get", kind, id))
        .map(({ data }) => fromBinary(InfraPipelineSchema, data))
        .filter(({ spec }) => infraProjectId === "" || spec?.infraProjectId === infraProjectId)
        .toReversed();
      const { num = 0, size = 0 } = pageInfo ?? {};
      const [page, length] = [Math.max(num, 0), size > 0 ? size : 20];
      const entries = pipelines.slice(page * length, (page + 1) * length);
      return { totalPages: Math.ceil(pipelines.length / length), entries };
    }),
    special(query.getLastInfraPipelineByInfraProjectId, ({ store }, { value }) => {
      const last = store.runsOf(value).findLast(({ kind }) => kind === "infra_pipeline");
      if (last === undefined) throw notFound("infra_pipeline", `of infra_project ${value}`);
      return loadPipeline(store, last.id);
    }),
  ],
  streams: [
    streamed(query.getStatusStream, (context, { value }) => {
      askedFor(context, query.getStatusStream, value);
      const read = () => pipelineStatusOf(loadPipeline(context.store, value));
      return statusReader(context.store, value, InfraPipelineStatusSchema, read);
    }),
    streamed(query.getLogStream, (context, { value }) => {
      askedFor(context, query.getLogStream, value);
      return logReader(context.store, value, TektonTaskLogEntrySchema);
    }),
  ],
};

/** The pipeline that is asked for, once it is known that the caller may: some methods take it on the project. */
function askedFor({ store, access }: Context, method: Parameters<typeof requirementOf>[0], id: string): InfraPipeline {
  const pipeline = loadPipeline(store, id);
  const requirement = requirementOf(method);
  const isOnProject = requirement.type === "permission" && requirement.kind === "infra_project";
  const project = { kind: "infra_project", id: pipeline.spec?.infraProjectId ?? "" };
  requireOn(access, requirement, isOnProject ? project : { kind: "infra_pipeline", id });
  return pipeline;
}

/** Lets a pipeline that waited go on. */
function proceed({ store, at }: Context, pipeline: InfraPipeline): void {
  const id = pipeline.metadata?.id ?? "";
  pipelineStatusOf(pipeline).progressStatus = Status.running;
  savePipeline(store, pipeline, at);
  const run = store.findRun(id);
  if (run !== undefined) store.updateRun({ ...run, state: "active", runner: store.runner });
}
