import type { CallEvent, Caller, Runtime } from "./run-tool.ts";
import type { RpcEvent } from "./send.ts";

/** Collects what is to be told of a call, and tells it once the call has ended. */
export function reporterOf(tool: string, caller: Caller, { onCall }: Pick<Runtime, "onCall">) {
  const start = performance.now();
  const rpcs: RpcEvent[] = [];
  return {
    rpcs,
    report(outcome: CallEvent["outcome"], error?: string): void {
      onCall?.({
        tool,
        milliseconds: performance.now() - start,
        outcome,
        rpcs,
        requestId: caller.requestId,
        traceparent: caller.traceparent,
        ...(error === undefined ? {} : { error }),
      });
    },
  };
}

/** Where an error comes from, as far as it tells. */
export function stackOf(error: unknown): string {
  return error instanceof Error ? `${error.stack}` : String(error);
}
