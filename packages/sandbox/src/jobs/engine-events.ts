import type { MessageInitShape } from "@bufbuild/protobuf";
import { StackJobProgressEventType } from "@planton-mcp/api/infrahub/stackjob/v1/enum";
import type { StackJobProgressEventSchema } from "@planton-mcp/api/infrahub/stackjob/v1/progress";
import { PulumiEngineEventType, PulumiEngineOperationType } from "@planton-mcp/api/infrahub/stackjob/v1/pulumi/enum";
import {
  TerraformEngineEventType,
  TerraformEngineOperationType,
} from "@planton-mcp/api/infrahub/stackjob/v1/terraform/enum";
import type { Change } from "./infrastructure.ts";
import type { JobOperation } from "./stack-job.ts";

type Event = Exclude<MessageInitShape<typeof StackJobProgressEventSchema>, { $typeName: string }>;
type Counts = Readonly<Record<string, number>>;

/** What an engine says while it works, in the events of the one that is used. */
export interface Narrator {
  begins(change: Change): Event;
  ends(change: Change): Event;
  /** Two events: the diagnostic, and that the resource has failed. */
  fails(change: Change, message: string): readonly Event[];
  sums(operation: JobOperation, counts: Counts, seconds: number): Event;
}

const pulumiOperations: Readonly<Record<Change["action"], PulumiEngineOperationType>> = {
  create: PulumiEngineOperationType.OP_TYPE_CREATE,
  update: PulumiEngineOperationType.OP_TYPE_UPDATE,
  delete: PulumiEngineOperationType.OP_TYPE_DELETE,
  same: PulumiEngineOperationType.OP_TYPE_SAME,
  refresh: PulumiEngineOperationType.OP_TYPE_REFRESH,
};

export function pulumi(operation: JobOperation): Narrator {
  const planning = /Preview$/.test(operation.field);
  const metadata = ({ iac, action }: Change) => ({
    op: pulumiOperations[action],
    urn: iac.address,
    type: iac.resourceType,
    provider: iac.provider,
  });
  const event = (payload: Event["pulumiEngineEventPayload"]): Event => ({
    eventType: StackJobProgressEventType.pulumi_engine_event,
    stackJobOperation: operation.type,
    ...(payload === undefined ? {} : { pulumiEngineEventPayload: payload }),
  });
  return {
    begins: (change) =>
      event({
        eventType: PulumiEngineEventType.RESOURCE_PRE,
        resourcePreEvent: { metadata: metadata(change), planning },
      }),
    ends: (change) =>
      event({
        eventType: PulumiEngineEventType.RES_OUTPUTS,
        resOutputsEvent: { metadata: metadata(change), planning },
      }),
    fails: (change, message) => [
      event({
        eventType: PulumiEngineEventType.DIAGNOSTIC,
        diagnosticEvent: { urn: change.iac.address, prefix: "error: ", message, severity: "error" },
      }),
      event({ eventType: PulumiEngineEventType.RES_OP_FAILED, resOpFailedEvent: { metadata: metadata(change) } }),
    ],
    sums: (_, counts, durationSeconds) =>
      event({
        eventType: PulumiEngineEventType.SUMMARY,
        summaryEvent: { durationSeconds, resourceChanges: { ...counts } },
      }),
  };
}

const terraformOperations: Readonly<Record<Change["action"], TerraformEngineOperationType>> = {
  create: TerraformEngineOperationType.create,
  update: TerraformEngineOperationType.update,
  delete: TerraformEngineOperationType.delete,
  same: TerraformEngineOperationType.noop,
  refresh: TerraformEngineOperationType.refresh,
};

export function terraform(operation: JobOperation): Narrator {
  const isPlan = /Preview$/.test(operation.field);
  const resource = ({ iac }: Change) => ({
    addr: iac.address,
    resourceType: iac.resourceType,
    resourceName: iac.logicalName,
    impliedProvider: iac.provider,
  });
  type Log = NonNullable<NonNullable<Event["terraformEngineEventPayload"]>["terraformJsonLog"]>;
  const event = (log: Log, level = "info"): Event => ({
    eventType: StackJobProgressEventType.terraform_engine_event,
    stackJobOperation: operation.type,
    terraformEngineEventPayload: { terraformJsonLog: { level, module: "terraform.ui", ...log } as Log },
  });
  const [start, complete, errored] =
    operation.field === "refresh"
      ? [
          TerraformEngineEventType.refresh_start,
          TerraformEngineEventType.refresh_complete,
          TerraformEngineEventType.refresh_errored,
        ]
      : [
          TerraformEngineEventType.apply_start,
          TerraformEngineEventType.apply_complete,
          TerraformEngineEventType.apply_errored,
        ];
  const hooked = (type: TerraformEngineEventType, change: Change, word: string) =>
    event({
      type,
      message: `${change.iac.address}: ${word}`,
      hook: { resource: resource(change), action: terraformOperations[change.action] },
    });
  return {
    begins: (change) =>
      isPlan
        ? event({
            type: TerraformEngineEventType.planned_change,
            message: `${change.iac.address}: Plan to ${change.action}`,
            change: { resource: resource(change), action: terraformOperations[change.action] },
          })
        : hooked(start, change, `${change.action} begins`),
    ends: (change) =>
      isPlan
        ? event({ type: TerraformEngineEventType.log, message: `${change.iac.address}: planned` })
        : hooked(complete, change, `${change.action} complete`),
    fails: (change, message) => [
      event(
        {
          type: TerraformEngineEventType.diagnostic,
          message: `Error: ${message}`,
          diagnostic: { severity: "error", summary: message, address: change.iac.address },
        },
        "error",
      ),
      hooked(errored, change, `${change.action} errored`),
    ],
    sums: ({ field }, counts) =>
      event({
        type: TerraformEngineEventType.change_summary,
        message: `${counts.create ?? 0} to add, ${counts.update ?? 0} to change, ${counts.delete ?? 0} to destroy`,
        changeSummary: {
          add: counts.create ?? 0,
          change: counts.update ?? 0,
          remove: counts.delete ?? 0,
          operation: isPlan ? "plan" : field,
        },
      }),
  };
}
