import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { definePlugin, defineWorkflow, type ToolContext, text } from "@planton-mcp/core";
import { pluginOf } from "@planton-mcp/core/catalogue";
import { type Connection, connect, fakeBackend, type LiveStackJob, liveStackJob } from "@planton-mcp/testkit";
import { onTestFinished, vi } from "vitest";
import * as z from "zod";
import { followStackJob, peekStackJob, readStackJob, stackJobReads } from "../src/index.ts";

/** A tool for these tests alone, named as the one that reports point to. */
const watch = defineWorkflow({
  name: "watch_stack_job",
  title: "Watch",
  description: "Watches.",
  effect: "read",
  input: { id: text("Job"), seconds: z.int(), approved: z.string().optional() },
  example: { id: "sj_live", seconds: 1 },
  reads: stackJobReads,
  run: async ({ id, seconds, approved }, context: ToolContext) => {
    const job = await readStackJob(id, context);
    if (seconds === 0) return peekStackJob(job, { tail: 10 }, context);
    return followStackJob(job, { waitSeconds: seconds, approved }, context);
  },
});
const resume = { ...watch, name: "resume_stack_job" };
const plugin = pluginOf(
  definePlugin({ name: "jobs", title: "Jobs", description: "For tests.", tools: [watch, resume] }),
);

/** A client that can watch a job which the test drives. */
export async function openWatch(live: LiveStackJob = liveStackJob()): Promise<Connection & { live: LiveStackJob }> {
  const backend = fakeBackend((router) => router.service(StackJobQueryController, live.service));
  const connection = await connect(plugin, backend);
  onTestFinished(() => connection.close());
  return { ...connection, live };
}

/** Lets timers pass only when the test says so, until it ends. */
export function stopTime(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
}

/** Resolves once it is so. What makes it so must not need time to pass. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
