import type {
  DescMessage,
  DescMethodServerStreaming,
  DescMethodUnary,
  JsonValue,
  MessageInitShape,
  MessageShape,
} from "@bufbuild/protobuf";
import type * as z from "zod";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Effect } from "./effect.ts";

/** A unary RPC of the generated stubs: what a tool names, and all it may call. */
// biome-ignore lint/suspicious/noExplicitAny: the erased form of every method, whatever its messages
export type Method = DescMethodUnary<any, any>;

/** An RPC that answers with a stream. It stands among a tool's `reads`, and is followed. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export type StreamMethod = DescMethodServerStreaming<any, any>;

/** Any RPC that a tool may declare. */
export type Rpc = Method | StreamMethod;

/** A method by its name, whose stubs are loaded only by a call that needs them. */
export interface LazyMethod {
  /** `package.Service/method` */
  readonly rpc: string;
  readonly load: () => Promise<Method>;
}

/** What a tool declares: a method, or the name of one. */
export type DeclaredMethod = Rpc | LazyMethod;

/** What a tool declares that changes something. */
export type DeclaredWrite = Method | LazyMethod;

/** Sends one RPC. Refuses a method that the tool has not declared for the phase it is in. */
export type Send = <I extends DescMessage, O extends DescMessage>(
  method: DescMethodUnary<I, O>,
  request: MessageInitShape<I>,
) => Promise<MessageShape<O>>;

/**
 * Follows a stream of answers until it ends, breaks, or is left by whoever reads it. It is never asked for again: what
 * a broken stream means, its reader has to decide.
 */
export type Follow = <I extends DescMessage, O extends DescMessage>(
  method: DescMethodServerStreaming<I, O>,
  request: MessageInitShape<I>,
  bounds: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
) => AsyncIterable<MessageShape<O>>;

/** How far a call has come. */
export interface Progress {
  readonly message: string;
  /** What has been done, in the unit of `total`. Default: one more than before. */
  readonly progress?: number | undefined;
  readonly total?: number | undefined;
}

/** What a tool's code is handed beside its arguments. */
export interface ToolContext {
  /** Calls one of the tool's declared `reads`. */
  readonly read: Send;
  /** Follows one of the streams among the tool's declared `reads`. */
  readonly follow: Follow;
  /** Tells the client how far the call has come, if it wants to know: twice a second at most. Never throws. */
  readonly progress: (progress: Progress) => void;
  /**
   * Makes a request, fills in the constants that the contract wants, and holds it against the contract's rules.
   * Throws a failure that names the argument at fault, so that bad input never reaches the backend.
   */
  readonly check: <I extends DescMessage>(
    method: DescMethodUnary<I, DescMessage>,
    request: MessageInitShape<I>,
  ) => MessageShape<I>;
  /**
   * A text that some program has printed, without its secrets and those that have come in so far: for a tool that
   * searches or cuts it. What an answer holds is cleaned anyway, but a secret that was cut in two is not found.
   */
  readonly hide: (text: string) => string;
  /**
   * Reads a resource of this server, whichever plugin it comes from, by the RPCs that the resource has declared and with
   * the caller's own rights. For tools that declare `readsResources`, and for prompts. Throws a failure that names the
   * nearest where there is none of this URI.
   */
  readonly readResource: (uri: string) => Promise<ReadResource>;
  /** Keeps a text out of everything that leaves this call, now and later: its answer, its failure, the log. */
  readonly keepSecret: (text: string) => void;
  /**
   * The secret that is kept on the server's machine under a name that its operator has allowed. It is hidden from then
   * on. Throws a failure that names `argument` where there is none.
   */
  readonly secret: (source: SecretSource, argument: string) => Promise<string>;
  /** Everything that this server offers, so that an answer names only tools that exist. */
  readonly catalogue: Catalogue;
  /** Aborted when the client cancels or goes away. */
  readonly signal: AbortSignal;
}

/** What a resource holds: text as it is, anything else as plain data, without secrets. */
export interface ReadResource {
  readonly mimeType: string;
  readonly content: JsonValue;
}

/** Where a secret is kept on the server's machine. */
export type SecretSource = { readonly from_env: string } | { readonly from_file: string };

/** What a guarded call acts on, as the guard and a person need to see it. */
export interface Target {
  /** The contract's name of the kind: `organization`, `environment`, … */
  readonly kind: string;
  /** `""` for what is to be created. */
  readonly id: string;
  readonly name: string;
  readonly slug?: string;
  readonly org?: string;
  /** Slug or id of the environment. */
  readonly env?: string;
  /** Of a cloud resource, which of the 362 kinds it is: `AwsVpc`. */
  readonly cloudResourceKind?: string;
  /** Moves whenever what a person would decide about moves. */
  readonly version: string;
}

/** One field that an update changes. A value that is not set is absent. */
export interface Change {
  /** Path in the resource, proto names: `spec.description`. */
  readonly field: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

/**
 * The first half of a call: everything has been read, checked and resolved, and nothing has happened yet. The guard
 * decides between this and `commit`.
 */
export interface Prepared {
  readonly target?: Target | undefined;
  readonly changes?: readonly Change[] | undefined;
  /** Sentences that a person has to know before saying yes: "Ada is the last owner of acme." */
  readonly warnings?: readonly string[] | undefined;
  /** Makes the effect and returns the answer. `write` takes the tool's declared `writes`. */
  readonly commit: (write: Send) => Promise<unknown>;
}

/** A tool with its types erased: what plugins export, and all that the pipeline and the hosts know. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly effect: Effect;
  readonly input: z.ZodObject;
  /** Methods that may be called before the guard has decided. They change nothing; all but streams are retried. */
  readonly reads: readonly DeclaredMethod[];
  /** Methods that only `commit` may call. They are sent once. */
  readonly writes: readonly DeclaredWrite[];
  /** Whether it reads resources of any plugin, by the RPCs that those declare. */
  readonly readsResources?: true;
  /** The one field of the answer that shows a secret; such a tool is off unless the operator names it. */
  readonly reveals?: string;
  /** Whether it is on all the same: what it shows was made by this very call, and is nobody's yet. */
  readonly revealsByDefault?: true;
  /** Arguments of a call that works, for docs and for the contract suite. */
  readonly example: Readonly<Record<string, unknown>>;
  /** Names that the tool had before; a call by one of them is told the current one. */
  readonly formerly: readonly string[];
  /** Words that people use for this and that stand neither in its name nor in its description. */
  readonly keywords: readonly string[];
  /** How its effect can be taken back, as a sentence. Absent where it can't, and where there is none. */
  readonly undo?: string;
  readonly prepare: (args: never, context: ToolContext) => Promise<Prepared>;
}

/** Every RPC that a tool declares. */
export function methodsOf(tool: Pick<Tool, "reads" | "writes">): readonly DeclaredMethod[] {
  return [...tool.reads, ...tool.writes];
}

/** The method that is declared, with its stubs. */
export async function loadMethod(method: DeclaredWrite): Promise<Method>;
export async function loadMethod(method: DeclaredMethod): Promise<Rpc>;
export async function loadMethod(method: DeclaredMethod): Promise<Rpc> {
  return "rpc" in method ? method.load() : method;
}

/** `package.Service/method`, as the wire and the docs spell it. */
export function rpcName(method: DeclaredMethod): string {
  return "rpc" in method ? method.rpc : `${method.parent.typeName}/${method.name}`;
}

/** The facts that every form of tool starts with, in this order. */
export interface ToolFacts<Shape extends z.ZodRawShape> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Shape;
  /** What JSON Schema can't say, such as which arguments go together. */
  readonly rules?: readonly Rule<Args<NoInfer<Shape>>>[];
  readonly example: z.input<z.ZodObject<Shape>>;
  readonly formerly?: readonly string[];
  readonly keywords?: readonly string[];
  readonly undo?: string;
  readonly reveals?: string;
  readonly revealsByDefault?: true;
}

/** Says what is wrong with arguments that are each right, or nothing. */
export type Rule<Arguments> = (args: Arguments) => Problem | undefined;

export interface Problem {
  readonly argument: string;
  readonly message: string;
}

/** The arguments as a tool's code gets them. */
export type Args<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape>>;
