import type { Redaction } from "../redaction/redaction.ts";
import type { Progress, ToolContext } from "../tool/tool.ts";

/** Progress as it is told to a client: how much always grows, as MCP wants it. */
export interface ToldProgress extends Progress {
  readonly progress: number;
}

/** Milliseconds between two notifications. */
const pauseMs = 500;

/**
 * Tells a client how far a call has come, without the secrets of the call, and no more often than every half a second;
 * of what comes in between, the last. `end` tells what is still waiting, and then nothing any more.
 */
export function progressOf(
  tell: ((progress: ToldProgress) => unknown) | undefined,
  redaction: Redaction,
): { readonly progress: ToolContext["progress"]; readonly end: () => void } {
  if (tell === undefined) return { progress: () => {}, end: () => {} };
  let told = 0;
  let waiting: Progress | undefined;
  let pause: NodeJS.Timeout | undefined;
  const flush = () => {
    if (waiting === undefined) return;
    const { message, progress = told + 1, total } = waiting;
    waiting = undefined;
    // Where as much has been done as before and something else is said of it, it grows by next to nothing.
    told = progress > told ? progress : told + 0.001;
    tell({ message: redaction.text(message), progress: told, ...(total === undefined ? {} : { total }) });
  };
  const next = () => {
    pause = undefined;
    if (waiting === undefined) return;
    flush();
    pause = setTimeout(next, pauseMs).unref();
  };
  let isOver = false;
  return {
    progress(progress) {
      if (isOver) return;
      waiting = progress;
      if (pause === undefined) next();
    },
    end() {
      isOver = true;
      clearTimeout(pause);
      flush();
    },
  };
}
