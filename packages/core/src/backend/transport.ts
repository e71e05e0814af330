import type { DescMessage, DescMethodServerStreaming, DescMethodUnary, MessageShape } from "@bufbuild/protobuf";
import { Code, ConnectError, type Transport } from "@connectrpc/connect";
import { createAsyncIterable } from "@connectrpc/connect/protocol";
import type { Backend, CallOptions } from "./backend.ts";
import { headersOf } from "./headers.ts";
import { retried } from "./retry.ts";

export interface TransportBackendOptions {
  /** `name/version` of the program that calls. */
  readonly userAgent: string;
  /** Milliseconds that a unary call may take where it brings no limit of its own. Default: 30,000. */
  readonly timeoutMs?: number;
}

/** A backend on any Connect transport. Credential, trace context and request id become the metadata of each call. */
export function transportBackend(
  transport: Transport,
  { userAgent, timeoutMs = 30_000 }: TransportBackendOptions,
): Backend {
  return {
    async unary<I extends DescMessage, O extends DescMessage>(
      method: DescMethodUnary<I, O>,
      request: MessageShape<I>,
      call: CallOptions,
    ): Promise<MessageShape<O>> {
      const headers = headersOf(call, userAgent);
      const canceling = cancelingWith(call.signal);
      const limit = call.timeoutMs ?? timeoutMs;
      const attempt = async (remainingMs: number) => {
        try {
          return await send(remainingMs);
        } catch (error) {
          throw lostConnection(error, call.signal) ?? error;
        }
      };
      const send = async (remainingMs: number) => {
        // The transport takes the shape that creates a message, of which a finished message is one.
        const input = request as Parameters<typeof transport.unary<I, O>>[4];
        const { header, message } = await transport.unary(
          method,
          canceling.signal,
          wholeMs(remainingMs),
          headers,
          input,
        );
        call.onHeader?.(header);
        return message;
      };
      try {
        return await (call.retry === true ? retried(attempt, limit, canceling.signal) : attempt(limit));
      } finally {
        canceling.end();
      }
    },

    async *stream<I extends DescMessage, O extends DescMessage>(
      method: DescMethodServerStreaming<I, O>,
      request: MessageShape<I>,
      call: CallOptions,
    ): AsyncIterable<MessageShape<O>> {
      const headers = headersOf(call, userAgent);
      const canceling = cancelingWith(call.signal);
      const limit = call.timeoutMs === undefined ? undefined : wholeMs(call.timeoutMs);
      // As above: a finished message is of the shape that creates one.
      const input = createAsyncIterable([request as Parameters<typeof transport.unary<I, O>>[4]]);
      try {
        const { header, message } = await transport.stream(method, canceling.signal, limit, headers, input);
        call.onHeader?.(header);
        yield* message;
      } catch (error) {
        throw lostConnection(error, call.signal) ?? error;
      } finally {
        // Whoever stops reading has no use for the rest.
        canceling.cancel();
        canceling.end();
      }
    },
  };
}

/**
 * What cancels an RPC when its caller leaves. Connect resets a stream as canceled only for its own reason to, and the MCP
 * SDKs abort for reasons of theirs.
 */
function cancelingWith(signal: AbortSignal | undefined) {
  const canceling = new AbortController();
  const cancel = () => canceling.abort(new ConnectError("The caller canceled the call.", Code.Canceled));
  if (signal?.aborted === true) cancel();
  signal?.addEventListener("abort", cancel);
  return { signal: canceling.signal, cancel, end: () => signal?.removeEventListener("abort", cancel) };
}

/** gRPC's grpc-timeout header takes whole numbers only. */
function wholeMs(milliseconds: number): number {
  return Math.max(1, Math.floor(milliseconds));
}

/** What connect-node makes of a connection that broke, by the way it broke. Each means something else to a reader. */
const codesOfLoss: ReadonlySet<Code> = new Set([Code.Canceled, Code.Aborted, Code.Internal]);

/** `unavailable` where the connection was lost under a call; nothing where the API has answered or the caller left. */
function lostConnection(error: unknown, signal: AbortSignal | undefined): ConnectError | undefined {
  const { code, rawMessage, cause } = ConnectError.from(error);
  const isOfNode = cause instanceof Error && "code" in cause && typeof cause.code === "string";
  const isLost = isOfNode || rawMessage.startsWith("http/2 stream closed");
  if (signal?.aborted === true || !codesOfLoss.has(code) || !isLost) return undefined;
  return new ConnectError(rawMessage, Code.Unavailable, undefined, undefined, error);
}
