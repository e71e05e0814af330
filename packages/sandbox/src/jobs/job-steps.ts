import { create, fromBinary, type JsonObject, toBinary } from "@bufbuild/protobuf";
import { timestampDate, timestampFromDate } from "@bufbuild/protobuf/wkt";
import {
  WorkflowExecutionResult as Result,
  WorkflowExecutionStatus as Status,
} from "@planton-mcp/api/commons/workflow/workflow";
import { type CloudResource, CloudResourceSchema } from "@planton-mcp/api/infrahub/cloudresource/v1/api";
import type {
  IacResource,
  StackJob,
  StackJobProgressIacOperationState,
} from "@planton-mcp/api/infrahub/stackjob/v1/api";
import {
  StackJobProgressEventType as EventType,
  IacDiagnosticEventSeverityType,
  StackJobOperationType,
} from "@planton-mcp/api/infrahub/stackjob/v1/enum";
import {
  IacOperationDiagnosticMessageSchema,
  IacOperationResourceChangesSnapshotRowSchema,
  type StackJobProgressIacOperationSnapshot,
  StackJobProgressIacOperationSnapshotSchema,
} from "@planton-mcp/api/infrahub/stackjob/v1/snapshot";
import type { Run, Store } from "../store.ts";
import { asksTooMuch, mishapOf } from "./diagnostics.ts";
import { pulumi, terraform } from "./engine-events.ts";
import { flattened, isTerraform, outputsOf } from "./iac-resources.ts";
import { type Change, changesOf, lastEffect } from "./infrastructure.ts";
import {
  awaitsWord,
  isEffect,
  type JobOperation,
  loadJob,
  operations,
  progressOf,
  saveJob,
  say,
  sayStatus,
  stateOf,
  statusOf,
  wordFor,
} from "./stack-job.ts";

/** What a step works with: the job is its own to edit, and stored afterwards. */
interface Scene {
  readonly store: Store;
  readonly at: Date;
  readonly run: Run;
  readonly job: StackJob;
  readonly resource: CloudResource;
}

/** Where a job is after a step: at the next one, still here, waiting for somebody's word, or at its end. */
type Verdict = "next" | "stay" | "wait" | "over";
type Step = (scene: Scene) => Verdict;

/** Takes one step of a job. Returns whether anything has changed by it. */
export function stepJob(store: Store, run: Run, at: Date): boolean {
  const scene = sceneOf(store, run, at);
  const verdict = take(scene, stepsOf(scene)[run.position]);
  if (verdict === "stay") return false;
  keep(scene, verdict, run.position + (verdict === "next" ? 1 : 0));
  return true;
}

/** Takes steps until the job is over or waits, each so many milliseconds after the one before. For the seed. */
export function playJob(store: Store, run: Run, from: Date, stepMs: number): Date {
  const scene = sceneOf(store, run, from);
  const steps = stepsOf(scene);
  let { position } = run;
  for (let at = from; ; ) {
    at = new Date(at.getTime() + stepMs);
    const now = { ...scene, at };
    const verdict = take(now, steps[position]);
    if (verdict === "next") position += 1;
    else {
      keep(now, verdict, position);
      return at;
    }
  }
}

function sceneOf(store: Store, run: Run, at: Date): Scene {
  const job = loadJob(store, run.id);
  const resource = job.spec?.cloudResource;
  if (resource === undefined) throw new Error(`Stack job ${run.id} has no cloud resource.`);
  return { store, at, run, job, resource };
}

function take(scene: Scene, step: Step = finish): Verdict {
  return step(scene);
}

/** Stores what a step has come to. */
function keep(scene: Scene, verdict: Verdict, position: number): void {
  const { store, job, run, at } = scene;
  saveJob(store, job, at);
  const state = verdict === "wait" ? "waiting" : verdict === "over" ? "over" : "active";
  store.updateRun({ ...run, state, position });
  if (verdict === "over") settle(scene);
}

/** Ends a job that nobody carries out any more. */
export function breakOffJob(store: Store, run: Run, at: Date, reason: string): void {
  const job = loadJob(store, run.id);
  const scene = { store, at, run, job, resource: job.spec?.cloudResource ?? create(CloudResourceSchema) };
  const running = operations.find((operation) => stateOf(job, operation).status === Status.running);
  if (running !== undefined) endOperation(scene, running, Result.failed, [reason]);
  end(scene, Result.failed, [reason]);
  saveJob(store, job, at);
  store.updateRun({ ...run, state: "over" });
  settle(scene);
}

/** The steps depend on the job and on what was deployed before it, which doesn't change while it holds the lock. */
function stepsOf({ store, job, resource, run }: Scene): readonly Step[] {
  const last = lastEffect(store, run.subject);
  const needed = operations.filter((operation) => stateOf(job, operation).isRequired);
  return [
    takeLock,
    ...needed.flatMap((operation): readonly Step[] => {
      const changes = changesOf(resource, operation, last);
      return [
        ...(awaitsWord(job, operation) ? [awaitWord(operation)] : []),
        beginOperation(operation, last?.status?.iacResources ?? []),
        ...changes.map((change, index) => makeChange(operation, change, index === changes.length - 1)),
        finishOperation(operation, changes),
      ];
    }),
    finish,
  ];
}

function takeLock(scene: Scene): Verdict {
  const { store, at, run, job } = scene;
  if (run.cancels) return end(scene, Result.cancelled);
  const queue = store.locks(run.subject);
  if (!queue.some(({ job }) => job === run.id)) {
    return end(scene, Result.failed, ["The place of this job in the queue for the lock of its resource was removed."]);
  }
  if (queue[0]?.job !== run.id) return "stay";
  Object.assign(progressOf(statusOf(job)), { status: Status.running, startTime: timestampFromDate(at) });
  sayStatus(store, job, at);
  return "next";
}

/** Waits until the operation is approved. */
function awaitWord(operation: JobOperation): Step {
  return (scene) => {
    const { store, at, run, job } = scene;
    if (run.cancels) return end(scene, Result.cancelled);
    if (stateOf(job, operation).isApproved) return "next";
    progressOf(statusOf(job)).status = Status.awaiting_approval;
    stateOf(job, operation).status = Status.awaiting_approval;
    sayStatus(store, job, at);
    return "wait";
  };
}

function beginOperation(operation: JobOperation, deployed: readonly IacResource[]): Step {
  return (scene) => {
    const { store, at, run, job } = scene;
    if (run.cancels) return end(scene, Result.cancelled);
    const state = stateOf(job, operation);
    Object.assign(state, { status: Status.running, startTime: timestampFromDate(at) });
    state.snapshot = create(StackJobProgressIacOperationSnapshotSchema, { summary: {} });
    // Until it is known what becomes of it, what was there is there.
    if (isEffect(operation)) statusOf(job).iacResources = [...deployed];
    sayOperation(scene, operation);
    if (operation.field === "init") {
      const { cloneUrl = "", projectDir = "", gitRevision = "" } = job.spec?.essentials?.iacModule ?? {};
      say(store, job, at, {
        eventType: EventType.iac_module_repo_setup_event,
        stackJobOperation: operation.type,
        iacModuleRepoSetupLogLines: [`Cloning ${cloneUrl}`, `HEAD is now at ${gitRevision}`, `Using ${projectDir}`],
      });
    }
    return "next";
  };
}

function makeChange(operation: JobOperation, change: Change, isLast: boolean): Step {
  return (scene) => {
    const { store, at, job, run, resource } = scene;
    const narrator = narratorOf(scene, operation);
    if (isTold(resource, "hang", operation) && isLast) {
      if (!run.cancels) return "stay";
      endOperation(scene, operation, Result.cancelled);
      return end(scene, Result.cancelled);
    }
    say(store, job, at, narrator.begins(change));
    if (isDoomed(resource, operation) && isLast) return fail(scene, operation, change);
    say(store, job, at, narrator.ends(change));
    note(scene, operation, change, pastOf(operation, change));
    if (isEffect(operation)) keepInfrastructure(scene, change);
    return "next";
  };
}

function fail(scene: Scene, operation: JobOperation, change?: Change): Verdict {
  const { store, at, job, resource } = scene;
  const message = mishapOf(resource, wordFor(operation.type));
  if (change !== undefined) {
    for (const event of narratorOf(scene, operation).fails(change, message)) say(store, job, at, event);
    note(scene, operation, change, `${change.action}_failed`);
  }
  const diagnostic = {
    severity: IacDiagnosticEventSeverityType.error,
    resourceUrn: change?.iac.address ?? "",
    message,
  };
  snapshotOf(scene, operation).diagnosticMessages.push(create(IacOperationDiagnosticMessageSchema, diagnostic));
  sum(scene, operation);
  endOperation(scene, operation, Result.failed, [message]);
  return end(scene, Result.failed, [message]);
}

function finishOperation(operation: JobOperation, changes: readonly Change[]): Step {
  return (scene) => {
    const { store, at, job, run, resource } = scene;
    // Where there is nothing to change, there was nothing to fail or to hang at.
    if (changes.length === 0 && isTold(resource, "hang", operation)) {
      if (!run.cancels) return "stay";
      endOperation(scene, operation, Result.cancelled);
      return end(scene, Result.cancelled);
    }
    if (changes.length === 0 && isDoomed(resource, operation)) return fail(scene, operation);
    sum(scene, operation);
    if (operation.field === "update") tellOutputs(scene, operation);
    if (isEffect(operation)) {
      say(store, job, at, {
        eventType: EventType.iac_stack_resources_event,
        stackJobOperation: operation.type,
        iacStackResourcesPayload: { iacResources: statusOf(job).iacResources },
      });
    }
    endOperation(scene, operation, Result.succeeded);
    return "next";
  };
}

function tellOutputs({ store, at, job, resource }: Scene, operation: JobOperation): void {
  const outputs = flattened(outputsOf(resource));
  const { snapshot } = stateOf(job, operation);
  if (snapshot !== undefined) snapshot.outputs = outputs;
  say(store, job, at, {
    eventType: EventType.iac_stack_outputs_event,
    stackJobOperation: operation.type,
    iacStackOutputsPayload: { outputs },
  });
}

function finish(scene: Scene): Verdict {
  return end(scene, Result.succeeded);
}

/** Ends the job; what it had not begun is left out. */
function end(scene: Scene, result: Result, errors: readonly string[] = []): Verdict {
  const { store, at, job, run } = scene;
  for (const operation of operations) {
    const state = stateOf(job, operation);
    if (state.isRequired && state.status !== Status.completed) {
      Object.assign(state, { status: Status.completed, result: Result.skipped });
    }
  }
  const progress = progressOf(statusOf(job));
  progress.startTime ??= timestampFromDate(at);
  Object.assign(progress, { status: Status.completed, result, endTime: timestampFromDate(at), errors: [...errors] });
  sayStatus(store, job, at);
  store.unlock(run.subject, run.id);
  return "over";
}

/** What the end of a job means for the record of its resource. */
function settle({ store, run, job, resource }: Scene): void {
  if (progressOf(statusOf(job)).result !== Result.succeeded) return;
  if (run.purges) {
    store.remove("cloud_resource", run.subject);
    return;
  }
  const row = store.find("cloud_resource", run.subject);
  const operation = job.spec?.stackJobOperation;
  if (
    row === undefined ||
    (operation !== StackJobOperationType.update && operation !== StackJobOperationType.destroy)
  ) {
    return;
  }
  const stored = fromBinary(CloudResourceSchema, row.data);
  if (stored.spec === undefined) return;
  const { status: _, ...manifest } = stored.spec.cloudObject ?? {};
  const outputs: JsonObject = operation === StackJobOperationType.update ? outputsOf(resource) : {};
  stored.spec.cloudObject = Object.keys(outputs).length > 0 ? { ...manifest, status: { outputs } } : manifest;
  // Nobody has changed the resource: it stays as new as it was.
  store.update({ ...row, data: toBinary(CloudResourceSchema, stored) });
}

function endOperation(scene: Scene, operation: JobOperation, result: Result, errors: readonly string[] = []): void {
  const state = stateOf(scene.job, operation);
  const endTime = timestampFromDate(scene.at);
  Object.assign(state, { status: Status.completed, result, endTime, errors: [...errors] });
  sayOperation(scene, operation);
}

function sayOperation({ store, at, job }: Scene, operation: JobOperation): void {
  const { status, result, errors } = stateOf(job, operation);
  say(store, job, at, {
    eventType: EventType.iac_operation_status_event,
    stackJobOperation: operation.type,
    iacOperationStatusPayload: { status, result, errors },
  });
}

/** Whether an operation is to fail: because the resource says so, or asks for more than the sandbox's clusters have. */
function isDoomed(resource: CloudResource, operation: JobOperation): boolean {
  return isTold(resource, "fail", operation) || (operation.field === "update" && asksTooMuch(resource));
}

/** Whether the resource is labelled or annotated `sandbox/<word>` with the operation, or with `preview` for either. */
function isTold(resource: CloudResource, word: "fail" | "hang", operation: JobOperation): boolean {
  const key = `sandbox/${word}`;
  const told = resource.metadata?.labels[key] ?? resource.metadata?.annotations[key];
  return told !== undefined && (told === wordFor(operation.type) || wordFor(operation.type).endsWith(`_${told}`));
}

function narratorOf({ resource }: Scene, operation: JobOperation) {
  return isTerraform(resource) ? terraform(operation) : pulumi(operation);
}

function pastOf({ field }: JobOperation, { action }: Change): string {
  if (action === "same") return "unchanged";
  if (action === "refresh") return "refreshed";
  return /Preview$/.test(field) ? action : `${action}d`;
}

function snapshotOf({ job }: Scene, operation: JobOperation): StackJobProgressIacOperationSnapshot {
  const state = stateOf(job, operation);
  state.snapshot ??= create(StackJobProgressIacOperationSnapshotSchema);
  return state.snapshot;
}

/** Writes what became of a resource into the snapshot of its operation. */
function note(scene: Scene, operation: JobOperation, { iac }: Change, status: string): void {
  const row = {
    resourceKind: iac.resourceType,
    resourceName: iac.logicalName,
    status,
    isDone: true,
    isFailed: status.endsWith("_failed"),
    elapsedDurationSeconds: BigInt(secondsOf(scene, stateOf(scene.job, operation))),
  };
  const { resourceRowMap } = snapshotOf(scene, operation);
  resourceRowMap[iac.address] = create(IacOperationResourceChangesSnapshotRowSchema, row);
}

function keepInfrastructure({ job }: Scene, { iac, action }: Change): void {
  const status = statusOf(job);
  const others = status.iacResources.filter(({ address }) => address !== iac.address);
  status.iacResources = action === "delete" ? others : [...others, iac];
}

/** Counts what has been done, in the snapshot and as an event. */
function sum(scene: Scene, operation: JobOperation): void {
  if (operation.field === "init") return;
  const snapshot = snapshotOf(scene, operation);
  const rows = Object.values(snapshot.resourceRowMap).filter(({ isFailed }) => !isFailed);
  const count = (pattern: RegExp) => rows.filter(({ status }) => pattern.test(status)).length;
  const counts = { create: count(/^create/), update: count(/^update/), delete: count(/^delete/) };
  const same = rows.length - counts.create - counts.update - counts.delete;
  const durationSeconds = secondsOf(scene, stateOf(scene.job, operation));
  if (snapshot.summary !== undefined) {
    Object.assign(snapshot.summary, {
      durationSeconds,
      unchangedResourceCount: same,
      createResourceCount: counts.create,
      updateResourceCount: counts.update,
      deleteResourceCount: counts.delete,
    });
  }
  const event = narratorOf(scene, operation).sums(operation, { ...counts, same }, durationSeconds);
  say(scene.store, scene.job, scene.at, event);
}

function secondsOf({ at }: Scene, { startTime }: StackJobProgressIacOperationState): number {
  return startTime === undefined ? 0 : Math.round((at.getTime() - timestampDate(startTime).getTime()) / 1000);
}
