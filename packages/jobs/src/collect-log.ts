import type { ToolContext } from "@planton-mcp/core";
import { messageOf } from "./follow-until.ts";
import { cutMiddle } from "./printed-text.ts";

/** One line of a log, and the task, step or operation that printed it. */
export interface LogLine {
  readonly task: string;
  readonly text: string;
}

export interface LogSpec<Message> {
  /** Opens the stream. It must end, by rejecting or not, once the signal is aborted. */
  readonly open: (bounds: { readonly timeoutMs: number; readonly signal: AbortSignal }) => AsyncIterable<Message>;
  readonly lines: (message: Message) => readonly LogLine[];
  /** Lines to keep from the beginning, and from the end. With both, the middle is cut. */
  readonly head?: number;
  readonly tail?: number;
  /** Only lines of tasks whose name holds this, whatever its case. */
  readonly task?: string | undefined;
  /** Only lines that hold this text, whatever its case. */
  readonly text?: string | undefined;
  /** Bytes that all kept lines together may have. Default: 24,000. */
  readonly bytes?: number;
  /** Milliseconds after which reading ends. */
  readonly timeoutMs: number;
  /** Milliseconds of silence after which what has come is taken for all there is so far. Default: only the time bound. */
  readonly quietMs?: number;
}

/** A log, or what of it was to be had. */
export interface Log {
  /**
   * - `complete`: the stream has ended, and every line that was asked for is here.
   * - `cut`: there is more, or may be; `reason` says what was left out and why.
   * - `broken_off`: the stream was lost; `reason` says after what and why.
   */
  readonly state: "complete" | "cut" | "broken_off";
  readonly reason?: string;
  /** Lines that the stream has told, and those of them that the filters let through. */
  readonly told: number;
  readonly matching: number;
  /** Names of the tasks that printed something, where a filter found none of them. */
  readonly tasks?: readonly string[];
  /** `task: text`, in the order in which they came. */
  readonly lines: readonly string[];
}

const defaultBytes = 24_000;
const longestLine = 2_000;
const slackMs = 10_000;

/** Why reading has ended. */
type End = "ended" | "full" | "time" | "quiet" | { readonly broken: string };

/**
 * Reads a log from a stream within bounds of lines, bytes and time. Silence is no failure, and neither is a stream
 * that breaks off: what came until then is the answer, and says so. Rejects only where the client has left.
 */
export async function collectLog<Message>(
  spec: LogSpec<Message>,
  context: Pick<ToolContext, "signal" | "hide">,
): Promise<Log> {
  const { task, head = 0, tail = 0 } = spec;
  const kept = keepEnds(head, tail);
  const tasks = new Set<string>();
  const matches = filterOf(spec, context.hide);
  let told = 0;
  const end = await readWithin(spec, context.signal, (message) => {
    for (const { task: name, text } of spec.lines(message)) {
      for (const line of text.split("\n")) {
        told += 1;
        tasks.add(name);
        if (matches(name, line)) kept.add({ task: name, text: line });
      }
    }
    return kept.isFull();
  });
  const { lines, leftOut } = withinBytes(kept, spec.bytes ?? defaultBytes, context.hide);
  const reasons = [
    ...(leftOut > 0 ? [`${leftOut} of ${kept.count()} lines are left out.`] : []),
    ...reasonsOf(end, spec),
  ];
  const state = typeof end === "object" ? "broken_off" : reasons.length > 0 ? "cut" : "complete";
  return {
    state,
    ...(reasons.length > 0 ? { reason: reasons.join(" ") } : {}),
    told,
    matching: kept.count(),
    ...(task !== undefined && kept.count() === 0 ? { tasks: [...tasks].slice(0, 50) } : {}),
    lines,
  };
}

function reasonsOf(
  end: End,
  { timeoutMs, quietMs = 0, head = 0 }: Pick<LogSpec<unknown>, "timeoutMs" | "quietMs" | "head">,
): readonly string[] {
  if (typeof end === "object") return [`The stream broke off: ${end.broken}`];
  switch (end) {
    case "ended":
      return [];
    case "full":
      return [`Reading ended after ${head} lines; there may be more.`];
    case "time":
      return [`The stream was still open after ${timeoutMs / 1000} s; there may be more later.`];
    case "quiet":
      return [`The stream stayed open and said nothing for ${quietMs / 1000} s: this is the log so far.`];
  }
}

/** What lets a line through. What is hidden in it must not be found; hiding is costly, and so comes last. */
function filterOf(
  { task, text }: Pick<LogSpec<unknown>, "task" | "text">,
  hide: (text: string) => string,
): (task: string, text: string) => boolean {
  const [wantedTask, wantedText] = [task?.toLowerCase(), text?.toLowerCase()];
  return (name, line) =>
    (wantedTask === undefined || name.toLowerCase().includes(wantedTask)) &&
    (wantedText === undefined ||
      (line.toLowerCase().includes(wantedText) && hide(line).toLowerCase().includes(wantedText)));
}

/** Hands over each message until the stream ends, time is up, or `take` says that it was enough. */
async function readWithin<Message>(
  { open, timeoutMs, quietMs }: LogSpec<Message>,
  left: AbortSignal,
  take: (message: Message) => boolean,
): Promise<End> {
  const stop = new AbortController();
  let why: "time" | "quiet" = "time";
  const limit = setTimeout(() => stop.abort(), timeoutMs);
  let silence: NodeJS.Timeout | undefined;
  const listen = () => {
    if (quietMs === undefined) return;
    clearTimeout(silence);
    silence = setTimeout(() => {
      why = "quiet";
      stop.abort();
    }, quietMs);
  };
  try {
    listen();
    for await (const message of open({ timeoutMs: timeoutMs + slackMs, signal: stop.signal })) {
      listen();
      if (take(message)) return "full";
    }
    return stop.signal.aborted ? why : "ended";
  } catch (error) {
    if (left.aborted) throw error;
    return stop.signal.aborted ? why : { broken: messageOf(error) };
  } finally {
    clearTimeout(limit);
    clearTimeout(silence);
  }
}

interface Kept {
  readonly add: (line: LogLine) => void;
  /** Whether nothing that still comes would be kept. */
  readonly isFull: () => boolean;
  /** All lines that were added. */
  readonly count: () => number;
  readonly first: readonly LogLine[];
  readonly last: readonly LogLine[];
}

/** Keeps so many of the first lines and so many of the last. */
function keepEnds(head: number, tail: number): Kept {
  const first: LogLine[] = [];
  const last: LogLine[] = [];
  let count = 0;
  return {
    add(line) {
      count += 1;
      if (first.length < head) return void first.push(line);
      if (tail > 0) last.push(line);
      if (last.length > tail) last.shift();
    },
    isFull: () => tail === 0 && first.length >= head,
    count: () => count,
    first,
    last,
  };
}

/** Lines as they are shown. What a task printed in a row is cleaned together: a secret may go over several lines. */
function cleanLines(lines: readonly LogLine[], hide: (text: string) => string): string[] {
  const rows: { readonly task: string; readonly texts: string[] }[] = [];
  for (const { task, text } of lines) {
    const row = rows.at(-1);
    if (row?.task === task) row.texts.push(text);
    else rows.push({ task, texts: [text] });
  }
  return rows.flatMap(({ task, texts }) =>
    hide(texts.join("\n"))
      .split("\n")
      .map((text) => cutMiddle(task === "" ? text : `${task}: ${text}`, longestLine)),
  );
}

/** The kept lines that fit, the innermost left out first, and a line that says so where the middle is missing. */
function withinBytes(kept: Kept, bytes: number, hide: (text: string) => string) {
  const first = cleanLines(kept.first, hide);
  const last = cleanLines(kept.last, hide);
  let dropped = 0;
  let size = [...first, ...last].reduce((sum, line) => sum + bytesOf(line), 0);
  while (size > bytes) {
    size -= bytesOf((last.length >= first.length ? last.shift() : first.pop()) ?? "");
    dropped += 1;
  }
  const leftOut = kept.count() - kept.first.length - kept.last.length + dropped;
  const gap = leftOut > 0 && first.length > 0 && last.length > 0 ? [`… ${leftOut} lines …`] : [];
  return { lines: [...first, ...gap, ...last], leftOut };
}

/** With the end of the line. */
function bytesOf(line: string): number {
  return Buffer.byteLength(line) + 1;
}
