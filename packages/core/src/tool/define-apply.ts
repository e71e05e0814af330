import {
  clone,
  create,
  type DescMessage,
  type DescMethodUnary,
  type MessageInitShape,
  type MessageShape,
} from "@bufbuild/protobuf";
import * as z from "zod";
import { invalidArguments } from "../call/arguments.ts";
import { Failure } from "../call/failure.ts";
import type { ApiResource } from "./api-resource.ts";
import { eraseFacts } from "./erase-facts.ts";
import type { Exact } from "./exact.ts";
import { diff, merge, type Patch } from "./merge.ts";
import { wholeResource } from "./project.ts";
import { targetOf } from "./target.ts";
import type { Args, Change, Method, Prepared, Send, Tool, ToolContext, ToolFacts } from "./tool.ts";

/** Arguments of which each may be left out, and is then left unchanged. */
type Optional<Fields extends z.ZodRawShape> = { [Key in keyof Fields]: z.ZodOptional<Fields[Key]> };

/** A create-or-update of one resource that changes only what it is given. */
export type ApplySpec<
  Shape extends z.ZodRawShape,
  Fields extends z.ZodRawShape,
  Desc extends DescMessage,
  Given extends Patch<Desc>,
> = Omit<ToolFacts<Shape>, "example"> & {
  readonly example: z.input<z.ZodObject<Shape & Optional<Fields>>>;
  /** Default: `write`. What such an apply changes may let somebody do more: then it is `authorize`, and asks first. */
  readonly effect?: "write" | "authorize";
  /** What may be changed. Each may be left out; `""`, `[]`, `false` and `0` are values. */
  readonly fields: Fields;
  /** Fields that `clear` may name, to be emptied. */
  readonly clearable: readonly (keyof Fields & string)[];
  readonly reads: readonly Method[];
  /** The resource as it is now, or nothing where there is none yet. */
  readonly find: (args: Args<Shape>, read: Send) => Promise<MessageShape<Desc> | undefined>;
  /** What a new one starts from. Throws a failure where the arguments don't name a new one. */
  readonly start: (args: Args<Shape>, read: Send) => MessageInitShape<Desc> | Promise<MessageInitShape<Desc>>;
  /** The fields that the arguments set, of the resource as it is now. */
  readonly patch: (
    args: Partial<Args<Fields>>,
    before: MessageShape<Desc> | undefined,
  ) => Given & Exact<MessageInitShape<Desc>, Given>;
  /** Tells a person more than which fields change. Throws a failure where what would become of it is wrong. */
  readonly review?: (
    proposal: Proposal<Desc, Partial<Args<Fields>>>,
    read: Send,
  ) => Promise<Partial<Pick<Prepared, "target" | "changes" | "warnings">>>;
  /** What a person has to know before saying yes, made of the resource as it would be and as it is. */
  readonly warnings?: (after: MessageShape<Desc>, before: MessageShape<Desc> | undefined) => readonly string[];
  readonly rpc: DescMethodUnary<Desc, Desc>;
  /** What the answer shows of the resource. Default: all of it, rendered lean. */
  readonly project?: (resource: MessageShape<Desc>) => unknown;
};

/** What an apply is about to do, before it has been checked against the contract. */
export interface Proposal<Desc extends DescMessage, Given> {
  readonly args: Given;
  readonly before: MessageShape<Desc> | undefined;
  readonly after: MessageShape<Desc>;
  readonly changes: readonly Change[];
}

/**
 * Defines a create-or-update tool. It reads what is there, changes the given fields, sends the whole
 * back, and answers with what that changed; where nothing would change, nothing is sent.
 */
export function defineApply<
  Shape extends z.ZodRawShape,
  Fields extends z.ZodRawShape,
  Desc extends DescMessage,
  Given extends Patch<Desc>,
>(spec: ApplySpec<Shape, Fields, Desc, Given>): Tool {
  const { fields, clearable, find, start, patch, review, warnings, rpc, reads, project = wholeResource } = spec;
  const optional = Object.fromEntries(
    Object.entries<z.core.$ZodType>(fields).map(([name, type]) => [name, z.optional(type)]),
  );
  const clear = z
    .array(z.enum(clearable as readonly [string, ...string[]]))
    .describe("Fields to empty")
    .optional();
  const input = { ...spec.input, ...optional, ...(clearable.length === 0 ? {} : { clear }) };
  return {
    ...eraseFacts({ ...spec, input, effect: spec.effect ?? "write" }),
    reads,
    writes: [rpc],
    prepare: async (args: Args<Shape> & Partial<Args<Fields>> & { clear?: string[] }, context: ToolContext) => {
      const before = await find(args, context.read);
      const after =
        before === undefined ? create(rpc.input, await start(args, context.read)) : clone(rpc.input, before);
      merge(rpc.input, after, patch(withCleared(args, fields), before));
      const changes = diff(rpc.input, before, after);
      const reviewed = await review?.({ args, before, after, changes }, context.read);
      const request = context.check(rpc, after as MessageInitShape<Desc>);
      const outcome = before === undefined ? "created" : changes.length === 0 ? "unchanged" : "updated";
      const prepared = {
        // Of a new one there is neither an id nor a version yet.
        target: targetOf(rpc, (before ?? after) as unknown as ApiResource),
        changes,
        warnings: warnings?.(after, before),
        ...reviewed,
      };
      return {
        ...prepared,
        commit: async (write) => {
          const resource =
            before !== undefined && outcome === "unchanged"
              ? before
              : await write(rpc, request as MessageInitShape<Desc>);
          return {
            outcome,
            changes: outcome === "created" ? undefined : prepared.changes,
            // Whoever was not asked before is told now.
            warnings: prepared.warnings?.length ? prepared.warnings : undefined,
            resource: project(resource),
          };
        },
      };
    },
  };
}

/** The arguments with an empty value for each field that `clear` names. */
function withCleared<Arguments extends { clear?: string[] }>(args: Arguments, fields: z.ZodRawShape): Arguments {
  const given = args as Record<string, unknown>;
  const cleared = (args.clear ?? []).map((name) => {
    if (given[name] !== undefined) {
      throw invalidArguments([{ argument: name, message: "Either set it or clear it, not both." }]);
    }
    return [name, emptyOf(fields[name] as z.ZodType)] as const;
  });
  return { ...args, ...Object.fromEntries(cleared) };
}

function emptyOf(type: z.ZodType): unknown {
  if (type instanceof z.ZodString) return "";
  if (type instanceof z.ZodArray) return [];
  if (type instanceof z.ZodNumber) return 0;
  if (type instanceof z.ZodBoolean) return false;
  return {};
}

/**
 * What `get` finds, or nothing where there is none. The API may deny the look-up of what does not exist; `isFree`
 * then tells whether that is so.
 */
export async function findOrAbsent<Found>(
  get: Promise<Found>,
  isFree?: () => Promise<boolean>,
): Promise<Found | undefined> {
  try {
    return await get;
  } catch (error) {
    const code = Failure.is(error) ? error.facts.code : undefined;
    if (code === "not_found") return undefined;
    if (code === "permission_denied" && isFree !== undefined && (await isFree().catch(() => false))) return undefined;
    throw error;
  }
}
