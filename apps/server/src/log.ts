import type { CallEvent } from "@planton-mcp/core";
import { type Logger, pino, stdTimeFunctions } from "pino";
import type { Settings } from "./settings.ts";

/** Structured lines on standard error: standard output belongs to the protocol. */
export function createLog(level: Settings["logLevel"]): Logger {
  return pino(
    { level, base: {}, timestamp: stdTimeFunctions.isoTime, messageKey: "message" },
    pino.destination({ fd: 2, sync: true }),
  );
}

/** One line for a tool call that has ended: what was called, how long it took, how it ended. No values. */
export function logCall(log: Logger, event: CallEvent): void {
  const { tool, outcome, milliseconds, rpcs, requestId, traceparent, error } = event;
  const facts = {
    tool,
    outcome,
    milliseconds: rounded(milliseconds),
    rpcs: rpcs.map((rpc) => ({ ...rpc, milliseconds: rounded(rpc.milliseconds) })),
    request_id: requestId,
    traceparent,
    error,
  };
  if (error === undefined) log.info(facts, "tool call");
  else log.error(facts, "tool call");
}

/** One line for something that came in and is no message of the protocol. */
export function logProtocolError(log: Logger, { name, message }: Error): void {
  // A parser's message goes over many lines and quotes what it can't read.
  const isOfParser = /^(\$?ZodError|SyntaxError)$/.test(name);
  log.warn({ reason: isOfParser ? "not a JSON-RPC message" : message }, "protocol error");
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
