import { WorkflowExecutionResult, WorkflowExecutionStatus } from "@planton-mcp/api/commons/workflow/workflow";
import type {
  StackJob,
  StackJobProgressIacOperationState,
  StackJobStatus,
} from "@planton-mcp/api/infrahub/stackjob/v1/api";
import { StackJobOperationType } from "@planton-mcp/api/infrahub/stackjob/v1/enum";

/** The contract's name of a workflow's status: `running`. */
export function statusName(status: WorkflowExecutionStatus): string {
  return status === 0 ? "unknown" : (WorkflowExecutionStatus[status] ?? String(status));
}

/** The contract's name of a workflow's result: `succeeded`. */
export function resultName(result: WorkflowExecutionResult): string {
  return result === 0 ? "unknown" : (WorkflowExecutionResult[result] ?? String(result));
}

/** In one word where a job stands: the result of one that has ended, the status of any other. */
export function outcomeOf(status: StackJobStatus | undefined): string {
  const { status: state = 0, result = 0 } = status?.progress ?? {};
  return state === WorkflowExecutionStatus.completed ? resultName(result) : statusName(state);
}

export function hasEnded(status: StackJobStatus | undefined): boolean {
  return status?.progress?.status === WorkflowExecutionStatus.completed;
}

/** An operation of a job under its contract name. */
export type Operation = StackJobProgressIacOperationState & { readonly name: string };

/** The operations that a job has gone through or will, in the order in which they run. */
export function operationsOf(status: StackJobStatus | undefined): readonly Operation[] {
  const { init, refresh, updatePreview, destroyPreview, update, destroy } = status?.iacOperations ?? {};
  return Object.entries({
    init,
    refresh,
    update_preview: updatePreview,
    destroy_preview: destroyPreview,
    update,
    destroy,
  }).flatMap(([name, state]) => (state === undefined ? [] : [{ ...state, name }]));
}

export function failedOperation(status: StackJobStatus | undefined): Operation | undefined {
  return operationsOf(status).find(({ result }) => result === WorkflowExecutionResult.failed);
}

/**
 * The operation that waits for a person to approve it, by name, where the job does; empty where the job does not say
 * which. An operation that was approved is no gate, even while its status still says so.
 */
export function gateOf(status: StackJobStatus | undefined): string | undefined {
  if (status?.progress?.status !== WorkflowExecutionStatus.awaiting_approval) return undefined;
  const waiting = operationsOf(status).filter((state) => state.status === WorkflowExecutionStatus.awaiting_approval);
  if (waiting.length === 0) return "";
  return waiting.find(({ isApproved }) => !isApproved)?.name;
}

/** What a job is about, in a few fields. */
export function jobFacts({ metadata, spec }: StackJob) {
  const resource = spec?.cloudResource?.metadata;
  return {
    id: metadata?.id,
    operation: spec === undefined || spec.stackJobOperation === 0 ? undefined : operationName(spec.stackJobOperation),
    cloud_resource_id: resource?.id || undefined,
    cloud_resource: resource?.slug || resource?.name || undefined,
    org: resource?.org || metadata?.org || undefined,
    env: resource?.env || metadata?.env || undefined,
  };
}

function operationName(operation: StackJobOperationType): string {
  return StackJobOperationType[operation] ?? String(operation);
}
