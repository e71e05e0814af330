import type { DescMessage, DescMethodUnary, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import type * as z from "zod";
import type { Effect, GuardedEffect } from "./effect.ts";
import { eraseFacts } from "./erase-facts.ts";
import type { Exact } from "./exact.ts";
import { locate, type TargetSpec, targetReads } from "./target.ts";
import type { Args, Target, Tool, ToolFacts } from "./tool.ts";

/** A tool that calls one RPC, as data. */
export type ToolSpec<
  Shape extends z.ZodRawShape,
  I extends DescMessage,
  O extends DescMessage,
  Request extends MessageInitShape<I>,
  T extends DescMessage,
> = ToolFacts<Shape> & {
  readonly rpc: DescMethodUnary<I, O>;
  /** The answer, made of the response. Messages in it are rendered lean and without their secrets. */
  readonly project: (response: MessageShape<O>, args: Args<Shape>) => unknown;
} & (
    | {
        readonly effect: Exclude<Effect, GuardedEffect>;
        readonly request: (args: Args<Shape>) => Request & Exact<MessageInitShape<I>, Request>;
      }
    | {
        readonly effect: GuardedEffect;
        /** The reads that resolve what is acted on; the guard decides, and a person is asked, by their answer. */
        readonly target: TargetSpec<Args<Shape>, T>;
        readonly request: (args: Args<Shape>, target: Target) => Request & Exact<MessageInitShape<I>, Request>;
      }
  );

/** Defines a tool that calls one RPC. Throws where its input can't be told to a model as JSON Schema. */
export function defineTool<
  Shape extends z.ZodRawShape,
  I extends DescMessage,
  O extends DescMessage,
  Request extends MessageInitShape<I>,
  T extends DescMessage = DescMessage,
>(spec: ToolSpec<Shape, I, O, Request, T>): Tool {
  const { rpc, request, project, ...facts } = spec;
  const by = "target" in spec ? spec.target : undefined;
  const isRead = spec.effect === "read";
  return {
    ...eraseFacts(facts),
    reads: [...(by ? targetReads(by) : []), ...(isRead ? [rpc] : [])],
    writes: isRead ? [] : [rpc],
    prepare: async (args: Args<Shape>, { read, check }) => {
      const target = by && (await locate(by, args, read));
      // The guarded arrow takes a target and has one; the other ignores it.
      const message = check(rpc, (request as (args: Args<Shape>, target?: Target) => Request)(args, target));
      return {
        target,
        commit: async (write) => project(await (isRead ? read : write)(rpc, message), args),
      };
    },
  };
}
