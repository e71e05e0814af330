import {
  create,
  type DescMessage,
  type DescMethod,
  type DescMethodServerStreaming,
  type DescMethodUnary,
  type Message,
  type MessageInitShape,
  type MessageShape,
} from "@bufbuild/protobuf";
import type { Access } from "./access.ts";
import type { Writer } from "./resources.ts";

/**
 * What a handler works with. A handler runs whole, without awaiting anything: one that belongs to a command runs in a
 * transaction, and one that throws leaves nothing behind.
 */
export interface Context extends Writer {
  readonly access: Access;
}

/** Answers one method. The request has been validated and is the handler's own. */
export type Handler = (context: Context, request: Message) => Message;

/** Whether a method is of the kind that handlers answer: one request, one response. */
export function isUnary(method: DescMethod): method is DescMethodUnary {
  return method.methodKind === "unary";
}

/** Whether a method is of the kind that streams answer: one request, many responses. */
export function isStreaming(method: DescMethod): method is DescMethodServerStreaming {
  return method.methodKind === "server_streaming";
}

/** A method that is written by hand. */
export interface Special {
  readonly method: DescMethodUnary;
  /** Absent where the method is not served, although it looks as if it were generic. */
  readonly handle?: Handler;
  /** Whether the handler asks for the permission though the contract says on which resource. */
  readonly asksItself?: boolean;
}

/**
 * Pairs a method with what answers it. The permission that the contract asks for has been checked before, unless the
 * contract doesn't say on which resource: then the handler asks `context.access`, or the answer is denied.
 */
export function special<I extends DescMessage, O extends DescMessage>(
  method: DescMethodUnary<I, O>,
  handle: (context: Context, request: MessageShape<I>) => MessageInitShape<O>,
): Special {
  return {
    method,
    // The engine calls a handler with a message of its method's input only.
    handle: (context, request) => create(method.output, handle(context, request as MessageShape<I>)),
  };
}

/**
 * The same for a method that takes the resource itself, as an apply does: whoever is asked depends on what is stored, so
 * that the handler asks.
 */
export function specialOnResource<I extends DescMessage, O extends DescMessage>(
  method: DescMethodUnary<I, O>,
  handle: (context: Context, request: MessageShape<I>) => MessageInitShape<O>,
): Special {
  return { ...special(method, handle), asksItself: true };
}

/** For methods that look generic and that nobody needs. */
export function unserved(...methods: readonly DescMethodUnary[]): readonly Special[] {
  return methods.map((method) => ({ method }));
}

/** What a stream has to say since it was read last. It is read again after each change, until it is over. */
export interface Chapter<Said = Message> {
  readonly messages: readonly Said[];
  readonly isOver: boolean;
}

export type Reader = () => Chapter;

/** A method that streams. */
export interface Streamed {
  readonly method: DescMethodServerStreaming;
  /** Asks for the permission before anything is said, and gives what reads the stream from its start. */
  readonly open: (context: Context, request: Message) => Reader;
}

/** As `special`, for a method that streams. A reader only reads. */
export function streamed<I extends DescMessage, O extends DescMessage>(
  method: DescMethodServerStreaming<I, O>,
  open: (context: Context, request: MessageShape<I>) => () => Chapter<MessageShape<O>>,
): Streamed {
  // The engine opens a stream with a message of its method's input only.
  return { method, open: (context, request) => open(context, request as MessageShape<I>) };
}
