import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { Code, ConnectError, type ServiceImpl } from "@connectrpc/connect";
import { WorkflowExecutionResult, WorkflowExecutionStatus } from "@planton-mcp/api/commons/workflow/workflow";
import {
  type StackJob,
  StackJobSchema,
  type StackJobStatus,
  StackJobStatusSchema,
} from "@planton-mcp/api/infrahub/stackjob/v1/api";
import {
  type StackJobProgressEvent,
  StackJobProgressEventSchema,
} from "@planton-mcp/api/infrahub/stackjob/v1/progress";
import type { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { openStreams } from "./open-streams.ts";

/** A status without its progress, which the test gives by name. */
type StatusInit = Pick<
  Exclude<MessageInitShape<typeof StackJobStatusSchema>, StackJobStatus>,
  "iacOperations" | "iacResources"
>;

type JobInit = Pick<Exclude<MessageInitShape<typeof StackJobSchema>, StackJob>, "spec">;

/**
 * A stack job that a test drives, for a `fakeBackend`. Its streams replay from the start, as the contract's do, and end
 * with the job.
 */
export interface LiveStackJob {
  readonly id: string;
  /** Answers `get` and both streams. Another id is not found. */
  readonly service: Pick<
    ServiceImpl<typeof StackJobQueryController>,
    "get" | "getProgressEventStream" | "getStackJobStatusStream"
  >;
  /** The job as it is now. */
  readonly job: () => StackJob;
  /** Adds events. */
  readonly tell: (...events: MessageInitShape<typeof StackJobProgressEventSchema>[]) => void;
  /** Gives the job another status; one with a result ends it. */
  readonly become: (state: keyof typeof WorkflowExecutionStatus, status?: StatusInit) => void;
  readonly end: (result: keyof typeof WorkflowExecutionResult, status?: StatusInit) => void;
  /** Breaks every open stream off. */
  readonly hangUp: () => void;
  /** How many streams are being followed. */
  readonly followers: () => number;
  /** How many streams have ever been asked for. */
  readonly opened: () => number;
}

export function liveStackJob(init: JobInit = {}): LiveStackJob {
  const id = "sj_live";
  const statuses: StackJobStatus[] = [];
  const events: StackJobProgressEvent[] = [];
  const isOver = () => statuses.at(-1)?.progress?.status === WorkflowExecutionStatus.completed;
  const streams = openStreams(isOver);
  const change = (state: number, result: number, status: StatusInit = {}) => {
    statuses.push(create(StackJobStatusSchema, { ...status, progress: { status: state, result } }));
    streams.wake();
  };
  const job = () => {
    const status = statuses.at(-1);
    return create(StackJobSchema, { metadata: { id }, ...init, ...(status === undefined ? {} : { status }) });
  };
  const known = ({ value }: { readonly value: string }) => {
    if (value !== id) throw new ConnectError(`There is no stack job ${value}.`, Code.NotFound);
  };
  change(WorkflowExecutionStatus.running, WorkflowExecutionResult.tbd);
  return {
    id,
    job,
    service: {
      get(request) {
        known(request);
        return job();
      },
      async *getProgressEventStream(request, context) {
        known(request);
        yield* streams.follow(events, context);
      },
      async *getStackJobStatusStream(request, context) {
        known(request);
        yield* streams.follow(statuses, context);
      },
    },
    tell(...inits) {
      events.push(...inits.map((event) => create(StackJobProgressEventSchema, event)));
      streams.wake();
    },
    become: (state, status) => change(WorkflowExecutionStatus[state], WorkflowExecutionResult.tbd, status),
    end: (result, status) => change(WorkflowExecutionStatus.completed, WorkflowExecutionResult[result], status),
    hangUp: streams.hangUp,
    followers: streams.open,
    opened: streams.opened,
  };
}
