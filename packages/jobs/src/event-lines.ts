import { StackJobOperationType } from "@planton-mcp/api/infrahub/stackjob/v1/enum";
import type { StackJobProgressEvent } from "@planton-mcp/api/infrahub/stackjob/v1/progress";
import type { StepEventMetadata } from "@planton-mcp/api/infrahub/stackjob/v1/pulumi/engine_event";
import { PulumiEngineOperationType } from "@planton-mcp/api/infrahub/stackjob/v1/pulumi/enum";
import type { PulumiEngineEventPayload } from "@planton-mcp/api/infrahub/stackjob/v1/pulumi/payload";
import type {
  TerraformEngineEventJsonLog,
  TerraformEngineEventJsonLogHook,
} from "@planton-mcp/api/infrahub/stackjob/v1/terraform/engine_event";
import {
  TerraformEngineEventType,
  TerraformEngineOperationType,
} from "@planton-mcp/api/infrahub/stackjob/v1/terraform/enum";
import { resultName, statusName } from "./job-words.ts";
import { plainText } from "./printed-text.ts";

/** What one event of a stack job says. */
export interface EventLine {
  /** The operation that it belongs to: `init`, `update`, … Empty where it belongs to the job as a whole. */
  readonly operation: string;
  readonly text: string;
  /** Whether it tells of something that went wrong. */
  readonly isError?: boolean;
  /** The resource that it is about, as Pulumi or Terraform address it. */
  readonly resource?: string | undefined;
  /** What has become of that resource. */
  readonly step?: ResourceStep;
}

export interface ResourceStep {
  readonly action: Action;
  readonly state: "planned" | "started" | "done" | "failed";
}

export type Action = "create" | "update" | "delete" | "replace";

/** The lines that an event is told by; none where it says nothing to a reader. */
export function eventLines(event: StackJobProgressEvent): readonly EventLine[] {
  const operation = event.stackJobOperation === 0 ? "" : (StackJobOperationType[event.stackJobOperation] ?? "");
  const said = [
    ...event.iacModuleRepoSetupLogLines.map((text) => ({ text })),
    ...statusLines(event),
    ...pulumiLines(event.pulumiEngineEventPayload),
    ...terraformLines(event.terraformEngineEventPayload?.terraformJsonLog),
  ];
  return said.map((line) => ({ operation, ...line, text: plainText(line.text) })).filter(({ text }) => text !== "");
}

type Said = Omit<EventLine, "operation">;

function statusLines({
  jobStatusChangedEventPayload: job,
  iacOperationStatusPayload: operation,
  iacStackResourcesPayload: resources,
  iacStackOutputsPayload: outputs,
}: StackJobProgressEvent): readonly Said[] {
  const lines: Said[] = [];
  if (operation !== undefined) {
    lines.push({ text: `The operation is ${stateWords(operation)}.` });
    lines.push(...operation.errors.map((text) => ({ text, isError: true })));
  }
  if (resources !== undefined) lines.push({ text: `The stack has ${resources.iacResources.length} resources.` });
  if (outputs !== undefined) {
    const names = Object.keys(outputs.outputs);
    if (names.length > 0) lines.push({ text: `Outputs: ${names.join(", ")}.` });
  }
  if (job !== undefined) {
    lines.push({ text: `The job is ${stateWords(job)}.` });
    if (job.failedReason !== "") lines.push({ text: job.failedReason, isError: true });
  }
  return lines;
}

/** `running`, or `completed: failed`. */
function stateWords({ status, result }: { readonly status: number; readonly result: number }): string {
  const state = statusName(status).replaceAll("_", " ");
  return result > 1 ? `${state}: ${resultName(result)}` : state;
}

function pulumiLines(event: PulumiEngineEventPayload | undefined): readonly Said[] {
  if (event === undefined) return [];
  const { stdoutEvent, diagnosticEvent: diagnostic, resourcePreEvent, resOutputsEvent, resOpFailedEvent } = event;
  const changes = Object.entries(event.summaryEvent?.resourceChanges ?? {});
  if (stdoutEvent !== undefined) return [{ text: stdoutEvent.message }];
  if (diagnostic !== undefined && !diagnostic.ephemeral) {
    const resource = diagnostic.urn === "" ? undefined : shortUrn(diagnostic.urn);
    const text = `${diagnostic.prefix}${diagnostic.message}`;
    return [{ text, resource, isError: diagnostic.severity === "error" }];
  }
  if (resourcePreEvent !== undefined) {
    return pulumiStep(resourcePreEvent.metadata, resourcePreEvent.planning ? "planned" : "started");
  }
  if (resOutputsEvent !== undefined && !resOutputsEvent.planning) return pulumiStep(resOutputsEvent.metadata, "done");
  if (resOpFailedEvent !== undefined) return pulumiStep(resOpFailedEvent.metadata, "failed");
  if (changes.length > 0) return [{ text: `Resources: ${changes.map(([op, count]) => `${count} ${op}`).join(", ")}.` }];
  return [];
}

function pulumiStep(metadata: StepEventMetadata | undefined, state: ResourceStep["state"]): readonly Said[] {
  const action = metadata === undefined ? undefined : pulumiActions[metadata.op];
  if (metadata === undefined || action === undefined) return [];
  const resource = shortUrn(metadata.urn);
  return [{ text: stepWords(resource, { action, state }), resource, step: { action, state } }];
}

const pulumiActions: Partial<Record<PulumiEngineOperationType, Action>> = {
  [PulumiEngineOperationType.OP_TYPE_CREATE]: "create",
  [PulumiEngineOperationType.OP_TYPE_UPDATE]: "update",
  [PulumiEngineOperationType.OP_TYPE_DELETE]: "delete",
  [PulumiEngineOperationType.OP_TYPE_REPLACE]: "replace",
};

/** `aws:s3/bucket:Bucket logs` for `urn:pulumi:stack::project::parent$aws:s3/bucket:Bucket::logs`. */
export function shortUrn(urn: string): string {
  const [, , type = "", ...name] = urn.split("::");
  return urn.startsWith("urn:pulumi:") ? `${type.slice(type.lastIndexOf("$") + 1)} ${name.join("::")}` : urn;
}

function terraformLines(log: TerraformEngineEventJsonLog | undefined): readonly Said[] {
  if (log === undefined) return [];
  const { diagnostic, hook, change, type, message, level } = log;
  if (diagnostic !== undefined) {
    const { severity, summary, detail, address, range } = diagnostic;
    const place = range === undefined ? "" : `\n(${range.filename} line ${range.start?.line ?? "?"})`;
    const text = `${summary}${detail === "" ? "" : `\n${detail}`}${place}`;
    return [{ text, resource: address || undefined, isError: severity === "error" }];
  }
  if (hook !== undefined) return [terraformStep(message, hook, type)];
  const planned = change?.resource?.addr;
  const action = terraformActions[change?.action ?? TerraformEngineOperationType.noop];
  if (planned !== undefined && action !== undefined && type === TerraformEngineEventType.planned_change) {
    return [{ text: message, resource: planned, step: { action, state: "planned" } }];
  }
  return [{ text: message, isError: level === "error" }];
}

function terraformStep(text: string, { resource, action }: TerraformEngineEventJsonLogHook, type: number): Said {
  const state = terraformStates[type];
  const done = terraformActions[action];
  const line = { text, resource: resource?.addr || undefined, isError: state === "failed" };
  return state === undefined || done === undefined ? line : { ...line, step: { action: done, state } };
}

const terraformStates: Readonly<Record<number, ResourceStep["state"]>> = {
  [TerraformEngineEventType.apply_start]: "started",
  [TerraformEngineEventType.apply_complete]: "done",
  [TerraformEngineEventType.apply_errored]: "failed",
};

const terraformActions: Partial<Record<TerraformEngineOperationType, Action>> = {
  [TerraformEngineOperationType.create]: "create",
  [TerraformEngineOperationType.update]: "update",
  [TerraformEngineOperationType.delete]: "delete",
  [TerraformEngineOperationType.remove]: "delete",
  [TerraformEngineOperationType.replace]: "replace",
};

const doing: Readonly<Record<Action, string>> = {
  create: "creating",
  update: "updating",
  delete: "deleting",
  replace: "replacing",
};

export const past: Readonly<Record<Action, string>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
};

function stepWords(resource: string, { action, state }: ResourceStep): string {
  if (state === "planned") return `would ${action} ${resource}`;
  if (state === "failed") return `failed to ${action} ${resource}`;
  return `${state === "done" ? past[action] : doing[action]} ${resource}`;
}
