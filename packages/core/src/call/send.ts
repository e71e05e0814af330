import type { DescMessage, DescMethodServerStreaming, DescMethodUnary, MessageInitShape } from "@bufbuild/protobuf";
import type { Backend, CallOptions } from "../backend/backend.ts";
import type { Redaction } from "../redaction/redaction.ts";
import { secretAnswers } from "../redaction/secret-fields.ts";
import { type DeclaredMethod, type Follow, rpcName, type Send } from "../tool/tool.ts";
import { checkRequest } from "./check-request.ts";
import { rpcFailure } from "./rpc-failure.ts";
import { learnSchema } from "./schemas.ts";

/** One RPC that was sent, for logs and traces. Holds no values. */
export interface RpcEvent {
  readonly rpc: string;
  readonly milliseconds: number;
  /** `ok` or the failure's code. */
  readonly outcome: string;
}

export interface SendOptions {
  readonly backend: Backend;
  readonly call: CallOptions;
  readonly args: Readonly<Record<string, unknown>>;
  readonly redaction: Redaction;
  readonly onRpc: (event: RpcEvent) => void;
}

/** A sender of the given methods, and of no others. `isRead` methods are sent again where that is safe. */
export function senderOf(methods: readonly DeclaredMethod[], isRead: boolean, options: SendOptions): Send {
  const { backend, call, redaction } = options;
  return async (method, init) => {
    const { rpc, request, report } = begin(methods, method, init, options);
    try {
      const response = await backend.unary(method, request, { ...call, retry: isRead });
      redaction.learn(method.output, response, secretAnswers.has(rpc));
      report("ok");
      return response;
    } catch (error) {
      const failure = rpcFailure(error, method, request, !isRead);
      report(failure.facts.code);
      throw failure;
    }
  };
}

/** A follower of the streams among the given methods. A stream counts as one RPC, however much it tells. */
export function followerOf(methods: readonly DeclaredMethod[], options: SendOptions): Follow {
  const { backend, call, redaction } = options;
  return async function* (method, init, { timeoutMs, signal }) {
    const { rpc, request, report } = begin(methods, method, init, options);
    const signals = [call.signal, signal].filter((given) => given !== undefined);
    // Whoever stops reading has read enough: that is no failure.
    let outcome = "ok";
    try {
      const bounds = { ...call, timeoutMs, retry: false, signal: AbortSignal.any(signals) };
      for await (const message of backend.stream(method, request, bounds)) {
        redaction.learn(method.output, message, secretAnswers.has(rpc));
        yield message;
      }
    } catch (error) {
      const failure = rpcFailure(error, method, request, false);
      outcome = failure.facts.code;
      throw failure;
    } finally {
      report(outcome);
    }
  };
}

/** What every RPC begins with: it has been declared, its request is right, and its secrets are known. */
function begin<I extends DescMessage>(
  methods: readonly DeclaredMethod[],
  method: DescMethodUnary<I, DescMessage> | DescMethodServerStreaming<I, DescMessage>,
  init: MessageInitShape<I>,
  { args, redaction, onRpc }: SendOptions,
) {
  const rpc = rpcName(method);
  if (!methods.some((declared) => rpcName(declared) === rpc))
    throw new TypeError(`The tool has not declared ${rpc} for this phase.`);
  const request = checkRequest(method, init, args);
  learnSchema(method.output);
  redaction.learn(method.input, request);
  const start = performance.now();
  const report = (outcome: string) => onRpc({ rpc, milliseconds: performance.now() - start, outcome });
  return { rpc, request, report };
}
