import {
  clone,
  type DescMessage,
  type DescMethodServerStreaming,
  type DescMethodUnary,
  type MessageShape,
} from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import type { Backend, CallOptions } from "@planton-mcp/core/backend";
import { platformId } from "./access.ts";
import { type Calls, createCalls } from "./call.ts";
import { createChanges } from "./changes.ts";
import { seeds, services, specials, streams } from "./domains/index.ts";
import { createEngine } from "./engine.ts";
import { createFaults, type Fault } from "./faults.ts";
import { createRunner, failOrphans, type JobPace } from "./jobs/runner.ts";
import { sandboxKeys } from "./keys.ts";
import { seed } from "./seed.ts";
import { serve } from "./serve.ts";
import { openStore, type Store } from "./store.ts";

export interface SandboxOptions {
  /** A database file, made where there is none. Default: in memory, gone with the sandbox. */
  readonly file?: string;
  /** Whether to begin with the seed's organizations, environments, people and keys. A file that holds data is left as it is. Default: true. */
  readonly seed?: boolean;
  /** Whose key also runs the platform, for what only its operators may do. Default: nobody's. */
  readonly operator?: keyof typeof sandboxKeys;
  /** The time that stamps, new ids and the expiry of keys go by. Default: the system's. */
  readonly now?: () => Date;
  /**
   * How fast stack jobs and infra pipelines go: by themselves, an update of a few resources in about so many seconds, or
   * `manual`, one step with each call of `step`. With 0 seconds they are over once the call that began them is answered.
   * Default: 2 seconds.
   */
  readonly jobs?: JobPace;
}

export interface ListenOptions {
  /** Default: any free port. */
  readonly port?: number;
  /** Default: 127.0.0.1. */
  readonly host?: string;
}

export interface Listener {
  readonly port: number;
  /** `host:port`, plaintext HTTP/2. */
  readonly address: string;
  /** Stops listening, and ends every connection within 200 ms. */
  close(): Promise<void>;
}

/** A local Planton control plane. It stores and authorises; it deploys nothing. */
export interface Sandbox {
  /**
   * Answers in this process, without a network and without retries. Rejects with a `ConnectError` only, and never edits
   * a request. Only a fault makes it wait: for 30 seconds at most where the call sets no limit.
   */
  readonly backend: Backend;
  /** The keys of the seed's people. An unseeded sandbox knows none of them. */
  readonly keys: typeof sandboxKeys;
  /**
   * Makes calls go wrong from now on, in process and on every listener, until the function that it returns is called.
   * Throws a `RangeError` for a method that is not served.
   */
  inject(fault: Fault): () => void;
  /**
   * Lets each stack job and infra pipeline that this sandbox carries out take one step. Returns whether anything has
   * changed by it: nothing does where all are over, wait for somebody's word, or hang.
   */
  step(): boolean;
  /** Serves the same data as gRPC. May be called more than once. Rejects where it can't listen. */
  listen(options?: ListenOptions): Promise<Listener>;
  /** Closes every listener and the database. Calls that are waiting and later ones fail with `unavailable`. */
  close(): Promise<void>;
}

/** Milliseconds that a call in process may be held up where it brings no limit of its own. */
const defaultTimeoutMs = 30_000;

/** Opens a sandbox. Throws an `Error` for a file that is not a sandbox's or was written by another version. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const store = openStore(options.file);
  if (options.seed !== false) seed(store, seeds);
  if (options.operator !== undefined) makeOperator(store, sandboxKeys[options.operator]);
  const now = options.now ?? (() => new Date());
  const changes = createChanges(options.file !== undefined);
  const runner = createRunner({ store, now, pace: options.jobs ?? { seconds: 2 }, onStep: changes.announce });
  if (options.file !== undefined) failOrphans(store, now());
  const onWrite = () => {
    changes.announce();
    runner.wake();
  };
  const engine = createEngine({ store, services, specials, streams, now, onWrite });
  const faults = createFaults(services);
  const listeners = new Set<Listener>();
  const closing = new AbortController();

  const calls = createCalls({ engine, faults, changes, closing: closing.signal });

  return {
    backend: backendOn(calls),
    keys: sandboxKeys,
    inject: faults.inject,
    step: runner.step,
    async listen({ port = 0, host = "127.0.0.1" } = {}) {
      const serving = await serve({ calls, services, faults, host, port });
      const listener: Listener = {
        port: serving.port,
        address: `${host.includes(":") ? `[${host}]` : host}:${serving.port}`,
        close: async () => {
          listeners.delete(listener);
          await serving.close();
        },
      };
      listeners.add(listener);
      return listener;
    },
    async close() {
      closing.abort(new ConnectError("The sandbox is closed.", Code.Unavailable));
      runner.close();
      await Promise.all([...listeners].map((listener) => listener.close()));
      store.close();
    },
  };
}

function makeOperator(store: Store, key: string): void {
  const principal = store.findKey(key)?.identity;
  if (principal !== undefined) store.grant({ principal, role: "operator", kind: "platform", id: platformId });
}

function backendOn(calls: Calls): Backend {
  return {
    async unary<I extends DescMessage, O extends DescMessage>(
      method: DescMethodUnary<I, O>,
      request: MessageShape<I>,
      { timeoutMs = defaultTimeoutMs, ...options }: CallOptions,
    ): Promise<MessageShape<O>> {
      if (options.signal?.aborted) throw canceled();
      // The engine answers a method with a message of its output.
      return (await calls.unary(method, clone(method.input, request), { ...options, timeoutMs })) as MessageShape<O>;
    },
    async *stream<I extends DescMessage, O extends DescMessage>(
      method: DescMethodServerStreaming<I, O>,
      request: MessageShape<I>,
      options: CallOptions,
    ): AsyncIterable<MessageShape<O>> {
      if (options.signal?.aborted) throw canceled();
      // As above; a stream says messages of its method's output.
      yield* calls.stream(method, clone(method.input, request), options) as AsyncIterable<MessageShape<O>>;
    },
  };
}

function canceled(): ConnectError {
  return new ConnectError("The call was canceled.", Code.Canceled);
}
