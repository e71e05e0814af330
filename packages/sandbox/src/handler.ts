import {
  create,
  type DescMessage,
  type DescMethod,
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

/** A method that is written by hand. */
export interface Special {
  readonly method: DescMethodUnary;
  readonly handle: Handler;
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
