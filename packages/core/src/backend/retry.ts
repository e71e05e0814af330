import { Code, ConnectError } from "@connectrpc/connect";
import pRetry from "p-retry";

const passing: ReadonlySet<Code> = new Set([Code.Unavailable, Code.ResourceExhausted]);

/**
 * Runs `attempt` up to three times while it fails in a way that passes, with jittered pauses of 0.1 s and up, and all
 * of it within `timeoutMs`. Each attempt is told the milliseconds that are left. For reads only.
 */
export function retried<Result>(
  attempt: (remainingMs: number) => Promise<Result>,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Result> {
  const end = performance.now() + timeoutMs;
  return pRetry(() => attempt(end - performance.now()), {
    retries: 2,
    minTimeout: 100,
    factor: 3,
    randomize: true,
    maxRetryTime: timeoutMs,
    shouldRetry: ({ error }) => passing.has(ConnectError.from(error).code),
    ...(signal === undefined ? {} : { signal }),
  });
}
