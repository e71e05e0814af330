import { create, fromBinary, getOption, hasOption, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import {
  WorkflowExecutionResult as Result,
  WorkflowExecutionStatus as Status,
} from "@planton-mcp/api/commons/workflow/workflow";
import type { CloudResource } from "@planton-mcp/api/infrahub/cloudresource/v1/api";
import type { StackJobFlowControl } from "@planton-mcp/api/infrahub/flowcontrolpolicy/v1/spec";
import { PulumiProjectRuntime } from "@planton-mcp/api/infrahub/iacmodule/v1/pulumi";
import {
  type StackJob,
  type StackJobProgressIacOperationState,
  StackJobProgressIacOperationStateSchema,
  type StackJobProgressStatus,
  StackJobProgressStatusSchema,
  StackJobSchema,
  type StackJobStatus,
  StackJobStatusIacOperationsStateSchema,
  StackJobStatusSchema,
} from "@planton-mcp/api/infrahub/stackjob/v1/api";
import {
  is_destroy_preview_required,
  is_destroy_required,
  is_refresh_required,
  is_update_preview_required,
  is_update_required,
  StackJobOperationType as Operation,
  StackJobOperationTypeSchema,
  StackJobProgressEventType,
} from "@planton-mcp/api/infrahub/stackjob/v1/enum";
import { StackJobProgressEventSchema } from "@planton-mcp/api/infrahub/stackjob/v1/progress";
import { GitRepoProvider } from "@planton-mcp/api/integration/vcs/provider";
import { cloudResourceKind } from "../cloud-resource-kind.ts";
import { failedPrecondition, notFound } from "../failures.ts";
import { newId } from "../ids.ts";
import { knownType } from "../resource-type.ts";
import { insertResource, type Writer } from "../resources.ts";
import type { Store } from "../store.ts";
import { flowControlOf } from "./flow-control.ts";
import { isTerraform } from "./iac-resources.ts";

const stackJobType = knownType("stack_job", StackJobSchema);

/** The operations of a job in the order in which they run, each with the field of the status that tells of it. */
export const operations = [
  { type: Operation.init, field: "init", option: undefined },
  { type: Operation.refresh, field: "refresh", option: is_refresh_required },
  { type: Operation.update_preview, field: "updatePreview", option: is_update_preview_required },
  { type: Operation.destroy_preview, field: "destroyPreview", option: is_destroy_preview_required },
  { type: Operation.update, field: "update", option: is_update_required },
  { type: Operation.destroy, field: "destroy", option: is_destroy_required },
] as const;

export type JobOperation = (typeof operations)[number];

/** Whether an operation changes infrastructure. */
export function isEffect({ type }: JobOperation): boolean {
  return type === Operation.update || type === Operation.destroy;
}

/** The contract's word for an operation: `update_preview`. */
export function wordFor(type: Operation): string {
  return StackJobOperationTypeSchema.value[type]?.name ?? "";
}

export interface Beginning {
  readonly resource: CloudResource;
  readonly operation: Operation;
  /** Whether the record of the resource goes once the job has succeeded. */
  readonly purges?: boolean;
  /** For a seed; anybody else's is made here. */
  readonly id?: string;
}

/** Queues a job for a resource. Nothing of it has run when this returns. */
export function beginJob(writer: Writer, { resource, operation, purges = false, id }: Beginning): StackJob {
  const { store, at, actor } = writer;
  const { id: subject = "", org = "", env = "" } = resource.metadata ?? {};
  const row = store.find("cloud_resource", subject);
  if (row === undefined) throw notFound("cloud_resource", subject);
  const { flow } = flowControlOf(store, row, resource);
  const made = id ?? newId(stackJobType.idPrefix, at);
  const slug = made.replaceAll("_", "-");
  const job = create(StackJobSchema, {
    metadata: { org, env, slug, name: `${wordFor(operation)} ${row.slug}` },
    spec: {
      stackJobOperation: operation,
      essentials: { iacModule: iacModuleOf(resource), ...(flow === undefined ? {} : { flowControl: flow }) },
      cloudResource: resource,
      cloudResourceMutator: { mutatorKind: ApiResourceKind.cloud_resource, mutatorId: subject, authorId: actor },
    },
  });
  insertResource(writer, stackJobType, job, made);
  const state = statusOf(job);
  Object.assign(progressOf(state), { status: Status.queued, result: Result.tbd });
  const needed = new Set(requiredOperations(operation, flow).map(({ field }) => field));
  const states = operations.map(({ field }) => [field, operationState(needed.has(field), flow)] as const);
  state.iacOperations = create(StackJobStatusIacOperationsStateSchema, Object.fromEntries(states));
  saveJob(store, job, at);
  store.insertRun({
    id: made,
    kind: "stack_job",
    subject,
    runner: store.runner,
    state: "active",
    position: 0,
    cancels: false,
    purges,
  });
  store.queue(subject, made, at.getTime());
  sayStatus(store, job, at);
  return job;
}

function requiredOperations(type: Operation, flow: StackJobFlowControl | undefined): readonly JobOperation[] {
  const value = StackJobOperationTypeSchema.value[type];
  return operations.filter(({ option, field }) => {
    if (option === undefined) return true;
    if (field === "refresh" && flow?.skipRefresh === true) return false;
    return value !== undefined && hasOption(value, option) && getOption(value, option);
  });
}

/** What waits for somebody's word: everything, where a policy wants that, or what changes infrastructure. */
export function awaitsWord(job: StackJob, operation: JobOperation): boolean {
  const flow = job.spec?.essentials?.flowControl;
  if (operation.type === Operation.init) return flow?.isManual === true;
  return isEffect(operation) && flow?.pauseBetweenPreviewAndUpdateOrDestroy === true;
}

function operationState(isRequired: boolean, flow: StackJobFlowControl | undefined): StackJobProgressIacOperationState {
  const needsWord = flow?.isManual === true || flow?.pauseBetweenPreviewAndUpdateOrDestroy === true;
  const status = isRequired ? Status.queued : Status.workflow_execution_status_unspecified;
  return create(StackJobProgressIacOperationStateSchema, {
    isRequired,
    isApproved: isRequired && !needsWord,
    status,
    result: isRequired ? Result.tbd : Result.workflow_execution_result_unspecified,
  });
}

function iacModuleOf(resource: CloudResource) {
  const kind = cloudResourceKind(resource.spec?.kind ?? 0);
  const own = resource.spec?.iacModule;
  if (own !== undefined && own.cloneUrl !== "") {
    const { gitProvider, gitConnection, cloneUrl, projectDir, pulumiProjectRuntime, gitRevision } = own;
    return { gitProvider, gitConnection, cloneUrl, projectDir, pulumiProjectRuntime, gitRevision };
  }
  const [tool, runtime] = isTerraform(resource)
    ? ["tf", PulumiProjectRuntime.pulumi_project_runtime_unspecified]
    : ["pulumi", PulumiProjectRuntime.go];
  return {
    gitProvider: GitRepoProvider.github,
    cloneUrl: "https://git.example/iac-modules.git",
    projectDir: `${kind?.providerName ?? "unknown"}/${(kind?.name ?? "unknown").toLowerCase()}/${tool}`,
    pulumiProjectRuntime: runtime,
    gitRevision: "v1.4.0",
  };
}

/** Gives the word that a job waits for. */
export function approveJob(store: Store, id: string, at: Date): StackJob {
  const job = loadJob(store, id);
  progressOf(statusOf(job)).status = Status.running;
  for (const operation of operations) {
    const state = stateOf(job, operation);
    if (state.status === Status.awaiting_approval) Object.assign(state, { status: Status.queued, isApproved: true });
  }
  saveJob(store, job, at);
  sayStatus(store, job, at);
  const run = store.findRun(id);
  if (run !== undefined) store.updateRun({ ...run, state: "active", runner: store.runner });
  return job;
}

export function loadJob(store: Store, id: string): StackJob {
  const row = store.find("stack_job", id);
  if (row === undefined) throw notFound("stack_job", id);
  return fromBinary(StackJobSchema, row.data);
}

/** Stores what a job has come to. That is no change of anybody's: it makes no version. */
export function saveJob(store: Store, job: StackJob, at: Date): void {
  const { id = "", name = "" } = job.metadata ?? {};
  store.update({ kind: "stack_job", id, name, data: toBinary(StackJobSchema, job), updated: at.getTime() });
}

export function statusOf(job: StackJob): StackJobStatus {
  job.status ??= create(StackJobStatusSchema);
  return job.status;
}

export function progressOf(status: StackJobStatus): StackJobProgressStatus {
  status.progress ??= create(StackJobProgressStatusSchema);
  return status.progress;
}

export function stateOf(job: StackJob, { field }: JobOperation): StackJobProgressIacOperationState {
  const state = job.status?.iacOperations?.[field];
  if (state === undefined) throw new Error("A job that has begun tells of each operation.");
  return state;
}

/** Adds an event to what a job's stream says. */
export function say(
  store: Store,
  job: StackJob,
  at: Date,
  event: Exclude<MessageInitShape<typeof StackJobProgressEventSchema>, { $typeName: string }>,
): void {
  const message = create(StackJobProgressEventSchema, { ...event, timestamp: timestampFromDate(at) });
  store.say(job.metadata?.id ?? "", toBinary(StackJobProgressEventSchema, message));
}

/** Says what has become of the job as a whole. */
export function sayStatus(store: Store, job: StackJob, at: Date): void {
  const { status, result, errors } = progressOf(statusOf(job));
  say(store, job, at, {
    eventType: StackJobProgressEventType.stack_job_status_changed_event,
    stackJobOperation: job.spec?.stackJobOperation ?? Operation.stack_job_operation_type_unspecified,
    jobStatusChangedEventPayload: { status, result, failedReason: errors.join("\n") },
  });
}

/** Throws where something of a resource is going on, or somebody else's lock is held. */
export function requireIdle(store: Store, resource: string): void {
  const [holder] = store.locks(resource);
  const running = store.runsOf(resource).find(({ kind, state }) => kind === "stack_job" && state !== "over");
  const job = running?.id ?? holder?.job;
  if (job === undefined) return;
  throw failedPrecondition(`cloud_resource ${resource} is locked by stack job ${job}. Wait for its end, or cancel it.`);
}
