import { InfraPipelineQueryController } from "@planton-mcp/api/infrahub/infrapipeline/v1/query";
import { defineWorkflow, Failure, type FailureCode, text } from "@planton-mcp/core";
import { collectLog, plainText } from "@planton-mcp/jobs";
import * as z from "zod";
import { hasEnded, outcomeOf } from "./pipeline-state.ts";

const { get, getLogStream } = InfraPipelineQueryController.method;

const defaultTail = 200;
/** No stream says where its past ends and its present begins. Of a pipeline that has ended, the log comes to an end. */
const quietMs = 2_000;

export const getInfraPipelineLogs = defineWorkflow({
  name: "get_infra_pipeline_logs",
  title: "Get an infra pipeline's log",
  description:
    "Shows what the build tasks of an infra pipeline have printed so far: the last 200 lines unless head, tail or both say otherwise.",
  effect: "read",
  input: {
    id: text("Infra pipeline id"),
    head: z.int().min(1).max(2000).describe("First lines").optional(),
    tail: z.int().min(1).max(2000).describe("Last lines").optional(),
    task: text("Only tasks with this in their name").optional(),
    text: text("Only lines with this text").optional(),
    max_bytes: z.int().min(100).max(100_000).default(24_000).describe("Most bytes of lines"),
    max_seconds: z.int().min(1).max(300).default(15).describe("Longest reading"),
  },
  example: { id: "infpipe_01kseed0000000000000000001" },
  keywords: ["logs", "output", "build", "tekton", "stream", "grep"],
  reads: [get, getLogStream],
  run: async ({ id, head, tail, task, text, max_bytes, max_seconds }, context) => {
    const { status } = await context.read(get, { value: id });
    let failure: unknown;
    const log = await collectLog(
      {
        open: async function* (bounds) {
          try {
            yield* context.follow(getLogStream, { value: id }, bounds);
          } catch (error) {
            failure = error;
            throw error;
          }
        },
        lines: ({ taskName, logMessage }) => [{ task: taskName, text: plainText(logMessage) }],
        head: head ?? 0,
        tail: tail ?? (head === undefined ? defaultTail : 0),
        task,
        text,
        bytes: max_bytes,
        timeoutMs: max_seconds * 1000,
        ...(hasEnded(status) ? {} : { quietMs }),
      },
      context,
    );
    if (Failure.is(failure) && refusals.has(failure.facts.code)) throw failure;
    return { infra_pipeline_id: id, outcome: outcomeOf(status), ...log };
  },
});

/** Of these there is no log at all, and so no part of one to show. */
const refusals: ReadonlySet<FailureCode> = new Set([
  "permission_denied",
  "unauthenticated",
  "not_found",
  "unimplemented",
]);
