import type { StackJob } from "@planton-mcp/api/infrahub/stackjob/v1/api";
import type { StackJobProgressEvent } from "@planton-mcp/api/infrahub/stackjob/v1/progress";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import type { ToolContext } from "@planton-mcp/core";
import { collectLog, type Log } from "./collect-log.ts";
import { eventLines } from "./event-lines.ts";
import { reportOf, type StackJobReport } from "./report.ts";
import { createTrace } from "./trace.ts";

export interface PeekOptions {
  readonly tail: number;
  readonly text?: string | undefined;
}

/** What a replay may take, and the silence that ends it: a stream says no word where its past ends and its present begins. */
const timeoutMs = 15_000;
const quietMs = 2_000;

/** Where a job stands, and its events so far as lines, without waiting for anything. */
export async function peekStackJob(
  job: StackJob,
  { tail, text }: PeekOptions,
  context: ToolContext,
): Promise<StackJobReport & { readonly events: Log }> {
  const trace = createTrace();
  const value = job.metadata?.id ?? "";
  const events = await collectLog<StackJobProgressEvent>(
    {
      open: (bounds) => context.follow(StackJobQueryController.method.getProgressEventStream, { value }, bounds),
      lines: (event) => {
        const lines = eventLines(event);
        for (const line of lines) trace.add(line);
        return lines.map(({ operation, text }) => ({ task: operation, text }));
      },
      tail,
      text,
      timeoutMs,
      quietMs,
    },
    context,
  );
  return { ...reportOf(job, { ending: { by: "over" }, trace }, context), events };
}
