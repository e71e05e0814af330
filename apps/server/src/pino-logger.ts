import { type Logger, pino, stdTimeFunctions } from "pino";
import type { Settings } from "./settings.ts";

/** Writes each line at once, on standard error. */
export function pinoLogger(level: Settings["logLevel"]): Logger {
  return pino(
    { level, base: {}, timestamp: stdTimeFunctions.isoTime, messageKey: "message" },
    pino.destination({ fd: 2, sync: true }),
  );
}

/** Writes each line at once, on standard error or at the end of a file, which only this user may read. */
export function auditLogger(path: string): Logger {
  const to = path === "stderr" ? { fd: 2 } : { dest: path, append: true, mode: 0o600 };
  return pino(
    { base: {}, timestamp: stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    pino.destination({ ...to, sync: true }),
  );
}
