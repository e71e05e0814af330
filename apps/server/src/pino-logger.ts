import { type Logger, pino, stdTimeFunctions } from "pino";
import type { Settings } from "./settings.ts";

/** Writes each line at once, on standard error. */
export function pinoLogger(level: Settings["logLevel"]): Logger {
  return pino(
    { level, base: {}, timestamp: stdTimeFunctions.isoTime, messageKey: "message" },
    pino.destination({ fd: 2, sync: true }),
  );
}
