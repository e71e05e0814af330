import type { DescMessage, DescMethodServerStreaming, DescMethodUnary, MessageShape } from "@bufbuild/protobuf";

/**
 * The one seam between tools and whatever answers their RPCs: a Planton API over gRPC, the sandbox in this
 * process, or a fake in a test. An implementation rejects with a `ConnectError`.
 */
export interface Backend {
  unary<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageShape<I>,
    options: CallOptions,
  ): Promise<MessageShape<O>>;

  /**
   * Follows a stream of answers until it ends. It is asked for with the first read, never asked for again, and given up
   * by whoever stops reading. It lasts as long as the call's `timeoutMs` says; without one, until it is aborted.
   */
  stream<I extends DescMessage, O extends DescMessage>(
    method: DescMethodServerStreaming<I, O>,
    request: MessageShape<I>,
    options: CallOptions,
  ): AsyncIterable<MessageShape<O>>;
}

/** What travels with one RPC. Nothing of it outlives the RPC. */
export interface CallOptions {
  /** Sent as `authorization: Bearer …`; absent for an anonymous call. */
  readonly credential?: string | undefined;
  /** Aborting it cancels the RPC. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the RPC, its retries included, is given up. Default: the backend's own; for a stream, none. */
  readonly timeoutMs?: number | undefined;
  /** Whether the RPC changes nothing and may be sent again after `unavailable` or `resource_exhausted`. */
  readonly retry?: boolean | undefined;
  /** W3C trace context of the caller; the RPC becomes a child of it. */
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
  /** Sent as `x-request-id`, so that one tool call can be found in the backend's log. */
  readonly requestId?: string | undefined;
  /** Told of the headers of the answer, where there is a network between. */
  readonly onHeader?: ((headers: Headers) => void) | undefined;
}
