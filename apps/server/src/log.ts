import type { CallEvent } from "@planton-mcp/core";
import type { Logger } from "pino";
import type { Settings } from "./settings.ts";

/** Structured lines on standard error: standard output belongs to the protocol. */
export interface Log {
  readonly line: (level: "error" | "warn" | "info" | "debug", message: string, facts?: object) => void;
  /** Resolves when all lines so far have been written. */
  readonly flushed: () => Promise<void>;
}

/** A log whose library is loaded with its first line: a client that only lists never waits for it. */
export function createLog(level: Settings["logLevel"]): Log {
  let logger: Promise<Logger> | undefined;
  let lines = Promise.resolve();
  return {
    line(lineLevel, message, facts = {}) {
      logger ??= import("./pino-logger.ts").then(({ pinoLogger }) => pinoLogger(level));
      lines = lines.then(async () => (await logger)?.[lineLevel](facts, message));
    },
    flushed: () => lines,
  };
}

/** One line for a tool call that has ended: what was called, how long it took, how it ended. No values. */
export function logCall(log: Log, event: CallEvent): void {
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
  log.line(error === undefined ? "info" : "error", "tool call", facts);
}

/** One line for something that came in and is no message of the protocol. */
export function logProtocolError(log: Log, { name, message }: Error): void {
  // A parser's message goes over many lines and quotes what it can't read.
  const isOfParser = /^(\$?ZodError|SyntaxError)$/.test(name);
  log.line("warn", "protocol error", { reason: isOfParser ? "not a JSON-RPC message" : message });
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
