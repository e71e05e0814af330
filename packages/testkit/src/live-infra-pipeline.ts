import { clone, create, type MessageInitShape } from "@bufbuild/protobuf";
import { Code, ConnectError, type ServiceImpl } from "@connectrpc/connect";
import { WorkflowExecutionResult, WorkflowExecutionStatus } from "@planton-mcp/api/commons/workflow/workflow";
import {
  type InfraPipeline,
  InfraPipelineSchema,
  type InfraPipelineStatus,
  InfraPipelineStatusSchema,
} from "@planton-mcp/api/infrahub/infrapipeline/v1/api";
import type { InfraPipelineQueryController } from "@planton-mcp/api/infrahub/infrapipeline/v1/query";
import { type TektonTaskLogEntry, TektonTaskLogEntrySchema } from "@planton-mcp/api/integration/tekton/log";
import { openStreams } from "./open-streams.ts";

/** A status without its progress, which the test gives by name. */
type StatusInit = Pick<
  Exclude<MessageInitShape<typeof InfraPipelineStatusSchema>, InfraPipelineStatus>,
  "buildStage" | "deploymentStage" | "statusReason"
>;

type PipelineInit = Pick<Exclude<MessageInitShape<typeof InfraPipelineSchema>, InfraPipeline>, "spec">;

/**
 * An infra pipeline that a test drives, for a `fakeBackend`. Its streams replay from the start and end with the
 * pipeline.
 */
export interface LiveInfraPipeline {
  readonly id: string;
  /** Answers `get` and both streams. Another id is not found. */
  readonly service: Pick<ServiceImpl<typeof InfraPipelineQueryController>, "get" | "getStatusStream" | "getLogStream">;
  /** The pipeline as it is now. */
  readonly pipeline: () => InfraPipeline;
  /** Prints lines. */
  readonly print: (task: string, ...lines: string[]) => void;
  /** Gives the pipeline another status. */
  readonly become: (state: keyof typeof WorkflowExecutionStatus, status?: StatusInit) => void;
  readonly end: (result: keyof typeof WorkflowExecutionResult, status?: StatusInit) => void;
  /** Breaks every open stream off. */
  readonly hangUp: () => void;
  /** How many streams are being followed. */
  readonly followers: () => number;
  /** How many streams have ever been asked for. */
  readonly opened: () => number;
}

export function liveInfraPipeline(init: PipelineInit = {}): LiveInfraPipeline {
  const id = "infpipe_live";
  const base = create(InfraPipelineSchema, { metadata: { id, org: "acme", name: "platform c41e77d" }, ...init });
  const statuses: InfraPipelineStatus[] = [];
  const entries: TektonTaskLogEntry[] = [];
  const streams = openStreams(() => statuses.at(-1)?.progressStatus === WorkflowExecutionStatus.completed);
  const change = (progressStatus: number, progressResult: number, status: StatusInit = {}) => {
    statuses.push(create(InfraPipelineStatusSchema, { ...status, progressStatus, progressResult }));
    streams.wake();
  };
  const pipeline = () => {
    const now = clone(InfraPipelineSchema, base);
    const status = statuses.at(-1);
    if (status !== undefined) now.status = status;
    return now;
  };
  const known = ({ value }: { readonly value: string }) => {
    if (value !== id) throw new ConnectError(`There is no infra pipeline ${value}.`, Code.NotFound);
  };
  change(WorkflowExecutionStatus.running, WorkflowExecutionResult.tbd);
  return {
    id,
    pipeline,
    service: {
      get(request) {
        known(request);
        return pipeline();
      },
      async *getStatusStream(request, context) {
        known(request);
        yield* streams.follow(statuses, context);
      },
      async *getLogStream(request, context) {
        known(request);
        yield* streams.follow(entries, context);
      },
    },
    print(taskName, ...lines) {
      entries.push(...lines.map((logMessage) => create(TektonTaskLogEntrySchema, { taskName, logMessage })));
      streams.wake();
    },
    become: (state, status) => change(WorkflowExecutionStatus[state], WorkflowExecutionResult.tbd, status),
    end: (result, status) => change(WorkflowExecutionStatus.completed, WorkflowExecutionResult[result], status),
    hangUp: streams.hangUp,
    followers: streams.open,
    opened: streams.opened,
  };
}
