import { accessSync, constants, existsSync } from "node:fs";
import { dirname } from "node:path";
import type { ChangeEvent } from "@planton-mcp/core";
import type { Logger } from "pino";
import type { Settings } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

export interface Audit {
  readonly onChange: (event: ChangeEvent) => void;
  /** Resolves when all lines so far have been written. */
  readonly flushed: () => Promise<void>;
}

/**
 * The audit log that the settings ask for, or nothing where they want none. Throws a `UsageError` for a file that can't
 * be written.
 */
export function openAudit({ auditLog }: Pick<Settings, "auditLog">): Audit | undefined {
  if (auditLog === "off") return undefined;
  if (auditLog !== "stderr") refuseUnwritable(auditLog);
  let logger: Promise<Logger> | undefined;
  let lines = Promise.resolve();
  return {
    onChange(event) {
      logger ??= import("./pino-logger.ts").then(({ auditLogger }) => auditLogger(auditLog));
      lines = lines.then(async () => (await logger)?.info(lineOf(event)));
    },
    flushed: () => lines,
  };
}

function refuseUnwritable(path: string): void {
  try {
    accessSync(existsSync(path) ? path : dirname(path), constants.W_OK);
  } catch (error) {
    throw new UsageError(`--audit-log ${path} can't be written: ${(error as Error).message}.`);
  }
}

function lineOf({ outcomeUnknown, milliseconds, requestId, traceparent, ...event }: ChangeEvent) {
  return {
    audit: "change",
    ...event,
    ...(outcomeUnknown ? { outcome_unknown: true } : {}),
    milliseconds: Math.round(milliseconds * 10) / 10,
    request_id: requestId,
    trace_id: traceparent?.split("-")[1],
  };
}
