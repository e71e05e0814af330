import { defineWorkflow, text } from "@planton-mcp/core";
import {
  followStackJob,
  peekStackJob,
  readStackJob,
  stackJobEvents,
  stackJobReads,
  waitSeconds,
} from "@planton-mcp/jobs";
import * as z from "zod";

const defaultTail = 40;

export const watchStackJob = defineWorkflow({
  name: "watch_stack_job",
  title: "Watch a stack job",
  description:
    "Follows a stack job until it ends, needs approval or time is up, and sums it up. With wait_seconds 0 it shows the events so far.",
  effect: "read",
  input: {
    id: text("Stack job id"),
    wait_seconds: waitSeconds(0).describe("Longest wait"),
    tail: z.int().min(1).max(1000).describe("Last events to show").optional(),
    text: text("Only events with this text").optional(),
  },
  example: { id: "sj_01kseed0000000000000000010", wait_seconds: 0 },
  keywords: ["logs", "follow", "wait", "progress", "tail", "stream"],
  reads: stackJobReads,
  run: async ({ id, wait_seconds, tail, text }, context) => {
    const job = await readStackJob(id, context);
    const shown = { tail: tail ?? defaultTail, text };
    if (wait_seconds === 0) return peekStackJob(job, shown, context);
    const report = await followStackJob(job, { waitSeconds: wait_seconds }, context);
    const wantsEvents = tail !== undefined || text !== undefined;
    return wantsEvents ? { ...report, events: await stackJobEvents(id, shown, context) } : report;
  },
});
