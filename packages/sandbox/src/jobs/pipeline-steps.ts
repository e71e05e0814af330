import { create, toBinary } from "@bufbuild/protobuf";
import { type Timestamp, timestampFromDate } from "@bufbuild/protobuf/wkt";
import {
  WorkflowStepManualGateDecision as Decision,
  WorkflowExecutionResult as Result,
  WorkflowExecutionStatus as Status,
} from "@planton-mcp/api/commons/workflow/workflow";
import {
  type CloudResourceDagNode,
  CloudResourceDagNodeGate_GateType as GateType,
} from "@planton-mcp/api/infrahub/cloudresource/v1/dag";
import type {
  InfraPipeline,
  InfraPipelineBuildTask,
  InfraPipelineDeploymentEnvironment,
} from "@planton-mcp/api/infrahub/infrapipeline/v1/api";
import { StackJobOperationType } from "@planton-mcp/api/infrahub/stackjob/v1/enum";
import { TektonTaskLogEntrySchema } from "@planton-mcp/api/integration/tekton/log";
import type { Run, Store } from "../store.ts";
import { loadPipeline, pipelineStatusOf, savePipeline } from "./pipeline.ts";
import { cloudResourceIn } from "./references.ts";
import { beginJob, loadJob, progressOf, statusOf } from "./stack-job.ts";

interface Scene {
  readonly store: Store;
  readonly at: Date;
  readonly run: Run;
  readonly pipeline: InfraPipeline;
}

type Verdict = "next" | "stay" | "wait" | "over";

/** Takes one step of a pipeline. Returns whether anything has changed by it. */
export function stepPipeline(store: Store, run: Run, at: Date): boolean {
  const scene = { store, at, run, pipeline: loadPipeline(store, run.id) };
  const verdict = run.cancels ? cancel(scene) : proceed(scene);
  if (verdict === "stay") return false;
  savePipeline(store, scene.pipeline, at);
  store.updateRun({ ...run, state: verdict === "wait" ? "waiting" : verdict === "over" ? "over" : "active" });
  return true;
}

/** Ends a pipeline that nobody carries out any more. */
export function breakOffPipeline(store: Store, run: Run, at: Date, reason: string): void {
  const scene = { store, at, run, pipeline: loadPipeline(store, run.id) };
  end(scene, Result.failed, reason);
  savePipeline(store, scene.pipeline, at);
  store.updateRun({ ...run, state: "over" });
}

function proceed(scene: Scene): Verdict {
  const { pipeline, at } = scene;
  const status = pipelineStatusOf(pipeline);
  const { buildStage, deploymentStage } = status;
  if (buildStage === undefined || deploymentStage === undefined)
    throw new Error("A pipeline that has begun has stages.");
  if (buildStage.status === Status.queued) {
    begin(status, at);
    status.progressStatus = Status.running;
    begin(buildStage, at);
    return "next";
  }
  const task = buildStage.tasks.find(isOpen);
  if (task !== undefined) return runTask(scene, task);
  if (isOpen(buildStage)) complete(buildStage, Result.succeeded, at);
  if (deploymentStage.status === Status.queued) begin(deploymentStage, at);
  const environment = deploymentStage.environments.find(isOpen);
  return environment === undefined ? end(scene, Result.succeeded, "") : deploy(scene, environment);
}

function runTask(scene: Scene, task: InfraPipelineBuildTask): Verdict {
  const { pipeline, at } = scene;
  const repo = pipeline.spec?.gitCommit?.repo ?? "";
  const sha = pipeline.spec?.gitCommit?.sha ?? "";
  if (task.status === Status.queued) {
    begin(task, at);
    log(scene, task.name, `+ ${task.name} ${repo} ${sha}`.trim());
    return "next";
  }
  const environments = pipeline.status?.deploymentStage?.environments ?? [];
  if (task.name === "git-clone") log(scene, task.name, `HEAD is now at ${sha.slice(0, 7)}`);
  else {
    for (const { env, cloudResourceDag } of environments) {
      log(scene, task.name, `${env}: ${cloudResourceDag?.nodes.length ?? 0} manifests`);
    }
  }
  log(scene, task.name, "done");
  complete(task, Result.succeeded, at);
  return "next";
}

function deploy(scene: Scene, environment: InfraPipelineDeploymentEnvironment): Verdict {
  const { pipeline, at } = scene;
  // A gate of a node is rejected with its environment: the contract has no decision for a node.
  if (environment.manualGateDecision === Decision.no) {
    return stop(scene, environment, Result.cancelled, `A manual gate of ${environment.env} was rejected.`);
  }
  if (environment.requiresManualGate && environment.manualGateDecision !== Decision.yes) {
    environment.status = Status.awaiting_approval;
    pipelineStatusOf(pipeline).progressStatus = Status.awaiting_approval;
    return "wait";
  }
  if (environment.startTime === undefined) {
    begin(environment, at);
    return "next";
  }
  const node = environment.cloudResourceDag?.nodes.find(
    ({ execution }) => execution !== undefined && isOpen(execution),
  );
  if (node !== undefined) return deployNode(scene, environment, node);
  complete(environment, Result.succeeded, at);
  return "next";
}

function deployNode(
  scene: Scene,
  environment: InfraPipelineDeploymentEnvironment,
  node: CloudResourceDagNode,
): Verdict {
  const { store, at, pipeline } = scene;
  const { execution, gate } = node;
  if (execution === undefined) return "next";
  if (gate?.type === GateType.manual) {
    execution.status = Status.awaiting_approval;
    pipelineStatusOf(pipeline).progressStatus = Status.awaiting_approval;
    return "wait";
  }
  if (execution.stackJobId !== "") return followJob(scene, environment, node);
  const row = store.find("cloud_resource", execution.cloudResourceId);
  if (row === undefined) {
    complete(execution, Result.failed, at);
    return stop(scene, environment, Result.failed, `There is no cloud resource ${execution.cloudResourceId} any more.`);
  }
  const actor = pipeline.status?.audit?.specAudit?.createdBy?.id ?? "";
  const job = beginJob(
    { store, actor, at },
    { resource: cloudResourceIn(row), operation: StackJobOperationType.update },
  );
  execution.stackJobId = job.metadata?.id ?? "";
  begin(execution, at);
  return "next";
}

function followJob(scene: Scene, environment: InfraPipelineDeploymentEnvironment, node: CloudResourceDagNode): Verdict {
  const { store, at } = scene;
  const { execution } = node;
  if (execution === undefined) return "next";
  const progress = store.find("stack_job", execution.stackJobId)
    ? progressOf(statusOf(loadJob(store, execution.stackJobId)))
    : undefined;
  if (progress !== undefined && progress.status !== Status.completed) {
    // A job that waits for a word shows in the pipeline that waits for the job.
    const shown = progress.status === Status.awaiting_approval ? Status.awaiting_approval : Status.running;
    if (execution.status === shown) return "stay";
    execution.status = shown;
    return "next";
  }
  const result = progress?.result ?? Result.failed;
  complete(execution, result, at);
  if (result === Result.succeeded) return "next";
  const reason = `Stack job ${execution.stackJobId} of ${node.id?.slug ?? ""} did not succeed.`;
  execution.statusReason = reason;
  environment.error = progress?.errors.join("\n") ?? "";
  return stop(scene, environment, result, reason);
}

/** Ends an environment that did not come through, and the pipeline with it. */
function stop(scene: Scene, environment: InfraPipelineDeploymentEnvironment, result: Result, reason: string): Verdict {
  complete(environment, result, scene.at);
  environment.diagnosticMessage = reason;
  return end(scene, result, reason);
}

function cancel(scene: Scene): Verdict {
  const { store, pipeline } = scene;
  for (const { cloudResourceDag } of pipeline.status?.deploymentStage?.environments ?? []) {
    for (const { execution } of cloudResourceDag?.nodes ?? []) {
      const run = execution === undefined ? undefined : store.findRun(execution.stackJobId);
      if (run !== undefined && run.state !== "over") {
        store.updateRun({ ...run, cancels: true, state: "active", runner: store.runner });
      }
    }
  }
  return end(scene, Result.cancelled, "The pipeline was cancelled.");
}

/** Ends the pipeline; what it had not come to is left out. */
function end({ pipeline, at }: Scene, result: Result, reason: string): Verdict {
  const status = pipelineStatusOf(pipeline);
  const { buildStage, deploymentStage } = status;
  const environments = deploymentStage?.environments ?? [];
  const nodes = environments.flatMap(({ cloudResourceDag }) => cloudResourceDag?.nodes ?? []);
  const parts = [...(buildStage?.tasks ?? []), ...nodes.flatMap(({ execution }) => execution ?? []), ...environments];
  for (const part of parts)
    if (isOpen(part)) complete(part, part.startTime === undefined ? Result.skipped : result, at);
  for (const stage of [buildStage, deploymentStage]) {
    if (stage === undefined || !isOpen(stage)) continue;
    complete(stage, stage.startTime === undefined ? Result.skipped : result, at);
    stage.statusReason = reason;
  }
  Object.assign(status, { progressStatus: Status.completed, progressResult: result, statusReason: reason });
  status.endTime = timestampFromDate(at);
  return "over";
}

/** What pipelines, stages, tasks, environments and nodes have in common. */
interface Part {
  startTime?: Timestamp | undefined;
  status?: Status;
}

function isOpen({ status }: { readonly status: Status }): boolean {
  return status !== Status.completed;
}

function begin(part: Part, at: Date): void {
  part.startTime ??= timestampFromDate(at);
  if (part.status !== undefined) part.status = Status.running;
}

function complete(part: object, result: Result, at: Date): void {
  Object.assign(part, { status: Status.completed, result, endTime: timestampFromDate(at) });
}

function log({ store, run }: Scene, taskName: string, logMessage: string): void {
  const entry = create(TektonTaskLogEntrySchema, { owner: run.id, taskName, logMessage });
  store.say(run.id, toBinary(TektonTaskLogEntrySchema, entry));
}
