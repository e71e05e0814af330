import { type Patience, pause } from "./faulty-call.ts";

/** Tells those who follow something that there may be more to read. */
export interface Changes {
  /** How many there have been. */
  readonly count: number;
  announce(): void;
  /** Resolves once there have been more than `seen`, or might have been. Rejects when patience ends. */
  after(seen: number, patience: Patience): Promise<void>;
}

/** Milliseconds after which a follower looks again, for another process may have written the file. */
const lookAgainMs = 250;

export function createChanges(isShared: boolean): Changes {
  let count = 0;
  const waiting = new Set<() => void>();
  return {
    get count() {
      return count;
    },
    announce() {
      count += 1;
      for (const wake of waiting) wake();
    },
    async after(seen, patience) {
      if (count > seen) return;
      const woken = new AbortController();
      const wake = () => woken.abort();
      waiting.add(wake);
      try {
        const longest = isShared ? lookAgainMs : Number.POSITIVE_INFINITY;
        await pause(longest, { ...patience, signals: [...patience.signals, woken.signal] });
      } catch (error) {
        if (!woken.signal.aborted || patience.signals.some(({ aborted }) => aborted)) throw error;
      } finally {
        waiting.delete(wake);
      }
    },
  };
}
