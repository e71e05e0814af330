import type { DescMethodServerStreaming, DescMethodUnary, Message } from "@bufbuild/protobuf";
import type { CallOptions } from "@planton-mcp/core/backend";
import type { Changes } from "./changes.ts";
import type { Engine } from "./engine.ts";
import { failureFrom } from "./failures.ts";
import type { Faults } from "./faults.ts";
import { connectionLost, type Patience, suffer, throwIfOver } from "./faulty-call.ts";
import type { Reader } from "./handler.ts";
import { makeNewer } from "./newer-answer.ts";
import { pathOf } from "./paths.ts";

type Circumstances = Pick<CallOptions, "credential" | "signal" | "timeoutMs"> & { readonly isRemote?: boolean };

/** Answers RPCs, faults included. May edit `request`. Rejects with a `ConnectError` only. */
export interface Calls {
  unary(method: DescMethodUnary, request: Message, circumstances: Circumstances): Promise<Message>;
  /** Tells a stream from its start, and goes on until it is over, given up or out of time. */
  stream(
    method: DescMethodServerStreaming,
    request: Message,
    circumstances: Circumstances,
  ): AsyncGenerator<Message, void, undefined>;
}

export interface CallSpec {
  readonly engine: Engine;
  readonly faults: Faults;
  readonly changes: Changes;
  /** Ends every call, with its reason. */
  readonly closing: AbortSignal;
}

/** Messages that a stream with the fault `cut` has said before it breaks off. */
export const saidBeforeCut = 2;

export function createCalls({ engine, faults, changes, closing }: CallSpec): Calls {
  const patienceOf = ({ signal, timeoutMs = Number.POSITIVE_INFINITY }: Circumstances) => ({
    signals: signal === undefined ? [closing] : [closing, signal],
    deadline: performance.now() + timeoutMs,
  });

  return {
    async unary(method, request, circumstances) {
      try {
        const meeting = faults.meeting(pathOf(method), circumstances.isRemote === true);
        const { isNewer, isCut } = await suffer(meeting, patienceOf(circumstances));
        closing.throwIfAborted();
        const answer = engine.call(method, request, circumstances.credential);
        if (isCut) throw connectionLost();
        return isNewer ? makeNewer(method.output, answer) : answer;
      } catch (error) {
        throw failureFrom(error);
      }
    },

    async *stream(method, request, circumstances) {
      const patience = patienceOf(circumstances);
      try {
        const meeting = faults.meeting(pathOf(method), circumstances.isRemote === true);
        const { isNewer, isCut } = await suffer(meeting, patience);
        closing.throwIfAborted();
        const read = engine.open(method, request, circumstances.credential);
        let said = 0;
        for await (const message of follow(read, changes, patience)) {
          if (isCut && said === saidBeforeCut) throw connectionLost();
          said += 1;
          yield isNewer ? makeNewer(method.output, message) : message;
        }
      } catch (error) {
        throw failureFrom(error);
      }
    },
  };
}

/** Everything that a reader has to say, until it is over or patience ends. */
async function* follow(read: Reader, changes: Changes, patience: Patience): AsyncGenerator<Message, void, undefined> {
  for (;;) {
    const seen = changes.count;
    const { messages, isOver } = read();
    for (const message of messages) {
      yield message;
      throwIfOver(patience.signals);
    }
    if (isOver) return;
    await changes.after(seen, patience);
  }
}
