import type { StackJob } from "@planton-mcp/api/infrahub/stackjob/v1/api";
import type { StackJobProgressEvent } from "@planton-mcp/api/infrahub/stackjob/v1/progress";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import type { ToolContext } from "@planton-mcp/core";
import { collectLog, type Log } from "./collect-log.ts";
import { type Diagnostics, decisiveDiagnostics } from "./diagnostics.ts";
import { eventLines } from "./event-lines.ts";
import { reportOf, type StackJobReport } from "./report.ts";
import { createTrace, type Trace } from "./trace.ts";

export interface PeekOptions {
  readonly tail: number;
  readonly text?: string | undefined;
}

/** What a replay may take, and the silence that ends it: no stream says where its past ends and its present begins. */
const timeoutMs = 15_000;
const quietMs = 2_000;

/** The events of a job so far, as lines, without waiting for more. */
export async function stackJobEvents(
  id: string,
  { tail, text }: PeekOptions,
  context: ToolContext,
  trace: Trace = createTrace(),
): Promise<Log> {
  return collectLog<StackJobProgressEvent>(
    {
      open: (bounds) => context.follow(StackJobQueryController.method.getProgressEventStream, { value: id }, bounds),
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
}

/** Where a job stands, and its events so far, without waiting for anything. */
export async function peekStackJob(
  job: StackJob,
  options: PeekOptions,
  context: ToolContext,
): Promise<StackJobReport & { readonly events: Log }> {
  const trace = createTrace();
  const events = await stackJobEvents(job.metadata?.id ?? "", options, context, trace);
  return { ...reportOf(job, { ending: { by: "over" }, trace }, context), events };
}

/** What broke a job, by the job itself and, where that says nothing, by its events. */
export async function diagnose(job: StackJob, context: ToolContext): Promise<Diagnostics> {
  const known = decisiveDiagnostics(job.status, [], context.hide);
  if (known.isTelling) return known;
  const trace = createTrace();
  await stackJobEvents(job.metadata?.id ?? "", { tail: 0 }, context, trace);
  return decisiveDiagnostics(job.status, trace.faults(), context.hide);
}
