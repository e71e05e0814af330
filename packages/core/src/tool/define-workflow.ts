import type * as z from "zod";
import { eraseFacts } from "./erase-facts.ts";
import type { Args, DeclaredMethod, DeclaredWrite, Prepared, Target, Tool, ToolContext, ToolFacts } from "./tool.ts";

/** A tool that needs several RPCs, with the list of those it may call. Calling another one is refused. */
export type WorkflowSpec<Shape extends z.ZodRawShape> = ToolFacts<Shape> & {
  readonly reads: readonly DeclaredMethod[];
} & (
    | {
        readonly effect: "read";
        /** Whether it may read resources of any plugin, by the RPCs that those declare. */
        readonly readsResources?: true;
        readonly run: (args: Args<Shape>, context: ToolContext) => Promise<unknown>;
      }
    | {
        readonly effect: "write" | "create";
        readonly writes: readonly DeclaredWrite[];
        /** Reads, checks and resolves; what it returns makes the effect. */
        readonly prepare: (args: Args<Shape>, context: ToolContext) => Promise<Prepared>;
      }
    | {
        readonly effect: "authorize" | "destroy";
        readonly writes: readonly DeclaredWrite[];
        readonly prepare: (args: Args<Shape>, context: ToolContext) => Promise<Prepared & { readonly target: Target }>;
      }
  );

/** Defines a tool that calls several RPCs, in two halves that the guard stands between. */
export function defineWorkflow<Shape extends z.ZodRawShape>(spec: WorkflowSpec<Shape>): Tool {
  if (spec.effect === "read") {
    const { run, readsResources } = spec;
    return {
      ...eraseFacts(spec),
      ...(readsResources === undefined ? {} : { readsResources }),
      reads: spec.reads,
      writes: [],
      prepare: async (args: Args<Shape>, context) => ({ commit: () => run(args, context) }),
    };
  }
  return { ...eraseFacts(spec), reads: spec.reads, writes: spec.writes, prepare: spec.prepare };
}
