import type { DescService } from "@bufbuild/protobuf";
import type { Code } from "@connectrpc/connect";
import { pathOf } from "./paths.ts";

/**
 * What goes wrong with a call. A call that ends in a failure has not been carried out, but for `cut`.
 *
 * - `latency`: the call is carried out after so many milliseconds.
 * - `error`: it fails.
 * - `details`: it fails with status details: one of a type that nobody here knows, and rules of the contract.
 * - `silence`: it is never answered.
 * - `newer`: it is carried out, and the answer has a field and, where it has an enum, a value of a later contract.
 * - `drop`: the connection breaks, with all other calls on it.
 * - `goaway`: the server wants no more calls on this connection, nor this one.
 * - `oversize`: the answer is larger than a client takes: 17 MiB.
 * - `garbage`: the answer is no protobuf message.
 * - `cut`: it is carried out, and the answer breaks off in the middle.
 *
 * The last five need a connection. In process they are what a client makes of them: `unavailable`, `unavailable`,
 * `resource_exhausted`, `internal` and `unavailable`.
 */
export type Effect =
  | { readonly kind: "latency"; readonly milliseconds: number }
  | { readonly kind: "error"; readonly code: Code; readonly message?: string }
  | { readonly kind: "details"; readonly code?: Code }
  | { readonly kind: "silence" | "newer" | NetworkKind };

export type NetworkKind = "drop" | "goaway" | "oversize" | "garbage" | "cut";

export type Fault = Effect & {
  /** `Service/method`, as much of its end as tells it apart, or `*` for every method. */
  readonly method: string;
  /** How many calls it meets before it ends. Default: all. */
  readonly times?: number;
};

export interface Faults {
  /** Throws a `RangeError` for a method that is not served, or a number that makes no sense. Returns what ends it. */
  inject(fault: Fault): () => void;
  /**
   * The faults that meet a call to `path`, in the order of their injection. Each counts once it has been taken. Those of
   * the network are left out for a call that has come over one: they have been taken there.
   */
  meeting(path: string, isRemote: boolean): Iterable<Fault>;
  /** The first fault of the network that meets a call to `path`. */
  breaking(path: string): NetworkKind | undefined;
}

export function createFaults(services: readonly DescService[]): Faults {
  const active = new Map<Fault, number>();

  function* meeting(path: string, isMeant: (fault: Fault) => boolean = () => true): Generator<Fault> {
    for (const [fault, left] of active) {
      if (!isMeant(fault) || !matches(fault.method, path)) continue;
      if (left > 1) active.set(fault, left - 1);
      else active.delete(fault);
      yield fault;
    }
  }

  return {
    inject(fault) {
      checkMethod(fault.method, services);
      checkNumbers(fault);
      const own = { ...fault }; // so that the same fault may be injected twice
      active.set(own, fault.times ?? Number.POSITIVE_INFINITY);
      return () => void active.delete(own);
    },
    meeting: (path, isRemote) => meeting(path, ({ kind }) => !isRemote || !isNetworkKind(kind)),
    breaking(path) {
      for (const { kind } of meeting(path, ({ kind }) => isNetworkKind(kind))) if (isNetworkKind(kind)) return kind;
      return undefined;
    },
  };
}

const networkKinds: ReadonlySet<string> = new Set<NetworkKind>(["drop", "goaway", "oversize", "garbage", "cut"]);

function isNetworkKind(kind: Fault["kind"]): kind is NetworkKind {
  return networkKinds.has(kind);
}

function matches(method: string, path: string): boolean {
  return method === "*" || path === method || path.endsWith(`/${method}`) || path.endsWith(`.${method}`);
}

/** Throws a `RangeError` that names what is served, unless `method` means some of it. */
export function checkMethod(method: string, services: readonly DescService[]): void {
  const served = services.flatMap((service) => service.methods);
  if (method === "*" || served.some((candidate) => matches(method, pathOf(candidate)))) return;
  const [serviceName] = method.split("/");
  const meant = services.find((service) => serviceName === service.name || serviceName === service.typeName);
  const known = meant?.methods.map(({ name }) => `${meant.name}/${name}`) ?? services.map(({ name }) => `${name}/…`);
  throw new RangeError(`The sandbox serves no method "${method}". Known: *, ${known.join(", ")}.`);
}

function checkNumbers(fault: Fault): void {
  const { times } = fault;
  if (times !== undefined && !(Number.isInteger(times) && times > 0)) {
    throw new RangeError(`A fault happens once or more often, not ${times} times.`);
  }
  if (fault.kind === "latency" && !(fault.milliseconds >= 0)) {
    throw new RangeError(`A latency is a number of milliseconds, not ${fault.milliseconds}.`);
  }
}
