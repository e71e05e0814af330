import type { ToolContext } from "@planton-mcp/core";
import { pause, timeLimit } from "./time-limit.ts";

/** Something that goes through states until it is over, and how its states are come by. */
export interface Following<State> {
  /** Its state now. The truth: a stream may still be telling of the past. */
  readonly read: () => Promise<State>;
  /** All of its states, from the first. */
  readonly stream: (bounds: { readonly timeoutMs: number; readonly signal: AbortSignal }) => AsyncIterable<State>;
  readonly isOver: (state: State) => boolean;
  /** Told of each state, which may be one of the past. Must not throw. */
  readonly onState?: (state: State) => void;
  /** Aborted by whoever learns from elsewhere that it is probably over. */
  readonly hint?: AbortSignal;
}

/** How following something has ended: it was over, the time was, or there was nothing left to follow it by. */
export type Ending = { readonly by: "over" } | { readonly by: "bound" } | { readonly by: "lost"; readonly why: string };

/** How long the API may take beyond our own bound: so that ours is the one that is met. */
const slackMs = 10_000;
const longestPauseMs = 5_000;
/** Readings that may fail one after the other, each of them after retries of its own. */
const failuresAllowed = 3;

/**
 * Follows something until it is over, for `waitMs` at most. A stream that breaks off or ends early is asked for again
 * after the state has been read, so that following becomes polling where there is no stream. Rejects only where the
 * client has left.
 */
export async function followUntil<State>(
  first: State,
  following: Following<State>,
  waitMs: number,
  { signal: left }: Pick<ToolContext, "signal">,
): Promise<{ readonly state: State; readonly ending: Ending }> {
  const limit = timeLimit(waitMs);
  const stops = following.hint === undefined ? [limit.signal] : [limit.signal, following.hint];
  const bounds = { timeoutMs: waitMs + slackMs, signal: AbortSignal.any(stops) };
  let state = first;
  let failures = 0;
  let why = "";
  const endingNow = (): Ending | undefined => {
    if (following.isOver(state)) return { by: "over" };
    if (failures >= failuresAllowed) return { by: "lost", why };
    return limit.signal.aborted ? { by: "bound" } : undefined;
  };
  const readNow = async () => {
    try {
      state = await following.read();
      failures = 0;
      following.onState?.(state);
    } catch (error) {
      if (left.aborted) throw error;
      failures += 1;
      why = messageOf(error);
    }
  };
  const isOverNow = async () => {
    await readNow();
    return following.isOver(state);
  };
  try {
    let ending = endingNow();
    for (let attempts = 0; ending === undefined; attempts += 1) {
      const hasMessages = await followOnce(following, bounds, left, isOverNow);
      if (hasMessages) attempts = 0;
      if (!following.isOver(state)) await readNow();
      ending = endingNow();
      // Whoever replays has told of what was missed: at first there is no haste and no reason to wait long.
      const pauseMs = Math.min(longestPauseMs, 250 * 2 ** attempts);
      if (ending === undefined) await pause(pauseMs, AbortSignal.any([limit.signal, left]));
    }
    return { state, ending };
  } finally {
    limit.end();
  }
}

/**
 * Reads one stream until it ends, breaks off, is given up, or says that it is over, which a replay may say of the past.
 * Tells whether it said anything.
 */
async function followOnce<State>(
  { stream, isOver, onState }: Following<State>,
  bounds: { readonly timeoutMs: number; readonly signal: AbortSignal },
  left: AbortSignal,
  isOverNow: () => Promise<boolean>,
): Promise<boolean> {
  let hasMessages = false;
  try {
    for await (const state of stream(bounds)) {
      hasMessages = true;
      onState?.(state);
      if (isOver(state) && (await isOverNow())) break;
    }
  } catch (error) {
    if (left.aborted) throw error;
  }
  return hasMessages;
}

/** What an error says, in a sentence that other words can follow. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
