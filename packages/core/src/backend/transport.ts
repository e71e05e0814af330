import type { DescMessage, DescMethodUnary, MessageShape } from "@bufbuild/protobuf";
import { Code, ConnectError, type Transport } from "@connectrpc/connect";
import type { Backend, CallOptions } from "./backend.ts";
import { headersOf } from "./headers.ts";
import { retried } from "./retry.ts";

export interface TransportBackendOptions {
  /** `name/version` of the program that calls. */
  readonly userAgent: string;
  /** Milliseconds that a call may take where it brings no limit of its own. Default: 30,000. */
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
      // Connect resets a stream as canceled only for its own reason to, and the MCP SDKs abort for reasons of theirs.
      const canceling = new AbortController();
      const cancel = () => canceling.abort(new ConnectError("The caller canceled the call.", Code.Canceled));
      if (call.signal?.aborted === true) cancel();
      call.signal?.addEventListener("abort", cancel);
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
        // gRPC's grpc-timeout header takes whole numbers only.
        const wholeMs = Math.max(1, Math.floor(remainingMs));
        const { header, message } = await transport.unary(method, canceling.signal, wholeMs, headers, input);
        call.onHeader?.(header);
        return message;
      };
      try {
        return await (call.retry === true ? retried(attempt, limit, canceling.signal) : attempt(limit));
      } finally {
        call.signal?.removeEventListener("abort", cancel);
      }
    },
  };
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
