import * as z from "zod";

/** Most clients give a call up after a minute, unless they take progress for a sign of life. */
const defaultSeconds = 45;

/** How long to follow. */
export function waitSeconds(least: 0 | 1) {
  return z.int().min(least).max(900).default(defaultSeconds);
}

/** The arguments of every tool that starts a job and can wait for it. */
export const waiting = {
  wait: z.boolean().default(false).describe("Follow the job to its end"),
  wait_seconds: waitSeconds(1).describe("Longest wait"),
};
