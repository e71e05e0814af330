import { createHash } from "node:crypto";
import { toBinary } from "@bufbuild/protobuf";
import type { StackJob, StackJobStatus } from "@planton-mcp/api/infrahub/stackjob/v1/api";
import {
  type StackJobProgressEvent,
  StackJobProgressEventSchema,
} from "@planton-mcp/api/infrahub/stackjob/v1/progress";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { Failure, type FailureCode, type ToolContext } from "@planton-mcp/core";
import { type EventLine, eventLines } from "./event-lines.ts";
import { followUntil, messageOf } from "./follow-until.ts";
import { gateOf, hasEnded, operationsOf, outcomeOf, statusName } from "./job-words.ts";
import { withoutReplays } from "./replays.ts";
import { reportOf, type StackJobReport } from "./report.ts";
import { readStackJob } from "./stack-job-reads.ts";
import { pause } from "./time-limit.ts";
import { createTrace, figuresOf, type Trace } from "./trace.ts";

const { getProgressEventStream, getStackJobStatusStream } = StackJobQueryController.method;

export interface FollowOptions {
  readonly waitSeconds: number;
  /** An operation that has just been approved: that the job still waits for it is then no reason to end. */
  readonly approved?: string | undefined;
}

/** How long the rest of the events may take once the job has ended: they tell what broke. */
const lastWordsMs = 2_000;
/** And once it has come to a gate, before which they come to no end. */
const gateWordsMs = 250;
const longestPauseMs = 5_000;
/** How long the API may take beyond our own bounds. */
const slackMs = 10_000;

/**
 * Follows a stack job until it ends, waits for an approval, or the time is up, tells the client of its progress, and
 * answers with a summary. A stream that breaks off is taken up again, and nothing of it counts twice. Rejects only where
 * the client has left.
 */
export async function followStackJob(
  job: StackJob,
  { waitSeconds, approved }: FollowOptions,
  context: ToolContext,
): Promise<StackJobReport> {
  const id = job.metadata?.id ?? "";
  const trace = createTrace();
  let latest = job;
  const isOver = (status: StackJobStatus | undefined) => hasEnded(status) || isGate(status, approved);
  const read = async () => {
    latest = await readStackJob(id, context);
    return latest.status;
  };
  const stop = new AbortController();
  const ended = new AbortController();
  const events = followEvents(
    id,
    trace,
    context,
    { timeoutMs: waitSeconds * 1000 + slackMs, signal: stop.signal },
    async () => {
      const isOverNow = isOver(await read());
      if (isOverNow) ended.abort();
      return isOverNow;
    },
  );
  try {
    const { ending } = await followUntil<StackJobStatus | undefined>(
      job.status,
      {
        read,
        stream: (bounds) => context.follow(getStackJobStatusStream, { value: id }, bounds),
        isOver,
        onState: statusTeller(trace, context),
        hint: ended.signal,
      },
      waitSeconds * 1000,
      context,
    );
    if (ending.by === "over") await lastWords(events, hasEnded(latest.status) ? lastWordsMs : gateWordsMs, context);
    stop.abort();
    const { lost } = await events;
    return reportOf(latest, { ending, trace, eventsLost: lost }, context);
  } finally {
    stop.abort();
  }
}

function isGate(status: StackJobStatus | undefined, approved: string | undefined): boolean {
  const gate = gateOf(status);
  return gate !== undefined && gate !== approved;
}

/** Waits for the rest of the events, which come to their end by themselves. */
async function lastWords(
  events: Promise<unknown>,
  milliseconds: number,
  { signal }: Pick<ToolContext, "signal">,
): Promise<void> {
  const heard = new AbortController();
  await Promise.race([events, pause(milliseconds, AbortSignal.any([heard.signal, signal]))]);
  heard.abort();
}

/** No use in asking again after these. */
const final: ReadonlySet<FailureCode> = new Set([
  "unimplemented",
  "permission_denied",
  "unauthenticated",
  "not_found",
  "invalid_argument",
  "invalid_arguments",
]);

/** Follows a job's events into the trace until there are no more or the signal is aborted. Never rejects. */
async function followEvents(
  id: string,
  trace: Trace,
  context: ToolContext,
  bounds: { readonly timeoutMs: number; readonly signal: AbortSignal },
  isOver: () => Promise<boolean>,
): Promise<{ readonly lost?: string }> {
  const { signal } = bounds;
  let lost: string | undefined;
  let attempts = 0;
  const goOn = async (error?: unknown) => {
    if (signal.aborted || context.signal.aborted) return false;
    lost = error === undefined ? undefined : messageOf(error);
    attempts += 1;
    const isOverNow = await isOver().catch(() => false);
    // Of a job that is over, the last words are worth one more attempt.
    if (isFinal(error) || (isOverNow && (error === undefined || attempts > 1))) return false;
    await pause(Math.min(longestPauseMs, 125 * 2 ** attempts), AbortSignal.any([signal, context.signal]));
    return !signal.aborted && !context.signal.aborted;
  };
  const open = () => context.follow(getProgressEventStream, { value: id }, bounds);
  for await (const event of withoutReplays(open, keyOf, goOn)) {
    attempts = 0;
    for (const line of eventLines(event)) {
      trace.add(line);
      tellLine(line, trace, context);
    }
  }
  return lost === undefined ? {} : { lost };
}

function isFinal(error: unknown): boolean {
  return Failure.is(error) && final.has(error.facts.code);
}

function keyOf(event: StackJobProgressEvent): string {
  return createHash("sha256").update(toBinary(StackJobProgressEventSchema, event)).digest("base64");
}

function tellLine({ operation, text }: EventLine, trace: Trace, { progress }: Pick<ToolContext, "progress">): void {
  const [first = ""] = text.split("\n");
  progress({ message: operation === "" ? first : `${operation}: ${first}`, ...figuresOf(trace) });
}

/** Tells each status once: again, it would only hide what the events tell. */
function statusTeller(trace: Trace, { progress }: Pick<ToolContext, "progress">) {
  let told = "";
  return (status: StackJobStatus | undefined) => {
    const current = operationsOf(status).find(({ status }) => /^(running|awaiting_approval)$/.test(statusName(status)));
    const words = current === undefined ? outcomeOf(status) : `${current.name}: ${statusName(current.status)}`;
    if (words === told) return;
    told = words;
    progress({ message: words.replaceAll("_", " "), ...figuresOf(trace) });
  };
}
