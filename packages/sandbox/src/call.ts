import type { DescMethodUnary, Message } from "@bufbuild/protobuf";
import type { CallOptions } from "@planton-mcp/core/backend";
import type { Engine } from "./engine.ts";
import { failureFrom } from "./failures.ts";
import type { Faults } from "./faults.ts";
import { connectionLost, suffer } from "./faulty-call.ts";
import { makeNewer } from "./newer-answer.ts";
import { pathOf } from "./paths.ts";

/** Answers one RPC, faults included. May edit `request`. Rejects with a `ConnectError` only. */
export type Call = (
  method: DescMethodUnary,
  request: Message,
  options: Pick<CallOptions, "credential" | "signal" | "timeoutMs"> & { readonly isRemote?: boolean },
) => Promise<Message>;

export interface CallSpec {
  readonly engine: Engine;
  readonly faults: Faults;
  /** Ends every call, with its reason. */
  readonly closing: AbortSignal;
}

export function createCall({ engine, faults, closing }: CallSpec): Call {
  return async (method, request, { credential, signal, timeoutMs = Number.POSITIVE_INFINITY, isRemote = false }) => {
    const patience = {
      signals: signal === undefined ? [closing] : [closing, signal],
      deadline: performance.now() + timeoutMs,
    };
    try {
      const { isNewer, isCut } = await suffer(faults.meeting(pathOf(method), isRemote), patience);
      closing.throwIfAborted();
      const answer = engine.call(method, request, credential);
      if (isCut) throw connectionLost();
      return isNewer ? makeNewer(method.output, answer) : answer;
    } catch (error) {
      throw failureFrom(error);
    }
  };
}
