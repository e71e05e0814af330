import { setTimeout as wait } from "node:timers/promises";
import { create, type Message } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { ViolationsSchema } from "@bufbuild/protovalidate/gen/buf/validate/validate_pb.js";
import { Code, ConnectError } from "@connectrpc/connect";
import type { Fault } from "./faults.ts";

/** How long a call may be held up. */
export interface Patience {
  /** Each ends the call. */
  readonly signals: readonly AbortSignal[];
  /** When the call is given up, on the clock of `performance.now()`. */
  readonly deadline: number;
}

/** What the faults of a call leave to be done to its answer. */
export interface Suffered {
  /** It has what a newer contract has. */
  readonly isNewer: boolean;
  /** It does not arrive. */
  readonly isCut: boolean;
}

/** Lets faults happen, up to the first that ends the call before it is carried out. */
export async function suffer(faults: Iterable<Fault>, patience: Patience): Promise<Suffered> {
  let isNewer = false;
  let isCut = false;
  for (const fault of faults) {
    if (fault.kind === "newer") isNewer = true;
    else if (fault.kind === "cut") isCut = true;
    else if (fault.kind === "latency") await pause(fault.milliseconds, patience);
    else if (fault.kind === "silence") await pause(Number.POSITIVE_INFINITY, patience);
    else throw errorOf(fault);
  }
  return { isNewer, isCut };
}

/** The longest that a timer takes: 24 days, which is for ever here. */
const longest = 2 ** 31 - 1;

/** Waits without keeping the process alive. Rejects once the call is over. */
export async function pause(milliseconds: number, { signals, deadline }: Patience): Promise<void> {
  const signal = AbortSignal.any([...signals]);
  const left = Math.max(deadline - performance.now(), 0);
  try {
    await wait(Math.min(milliseconds, left, longest), undefined, { signal, ref: false });
  } catch {
    throw endedBy(signal);
  }
  if (left < milliseconds) throw new ConnectError("The call took too long.", Code.DeadlineExceeded);
}

/** Throws once the call is over. */
export function throwIfOver(signals: readonly AbortSignal[]): void {
  for (const signal of signals) if (signal.aborted) throw endedBy(signal);
}

function endedBy({ reason }: AbortSignal): ConnectError {
  return reason instanceof ConnectError ? reason : new ConnectError("The call was canceled.", Code.Canceled);
}

const said = "The sandbox was asked to fail here.";

/** What a client sees of a fault that ends a call. */
function errorOf(fault: Exclude<Fault, { readonly kind: "latency" }>): ConnectError {
  switch (fault.kind) {
    case "error":
      return new ConnectError(fault.message ?? said, fault.code);
    case "details":
      return withDetails(fault.code ?? Code.FailedPrecondition);
    case "oversize":
      return new ConnectError("The answer is larger than the client takes.", Code.ResourceExhausted);
    case "garbage":
      return new ConnectError("The answer is not a protobuf message.", Code.Internal);
    default:
      return connectionLost();
  }
}

export function connectionLost(): ConnectError {
  return new ConnectError("The connection was lost.", Code.Unavailable);
}

function withDetails(code: Code): ConnectError {
  const violations = create(ViolationsSchema, { violations: [{ ruleId: "sandbox.fault", message: said }] });
  const error = new ConnectError(said, code, undefined, [{ desc: ViolationsSchema, value: violations as Message }]);
  // google.rpc.ErrorInfo, whose descriptor no package here has: a reason and a domain.
  const value = new BinaryWriter()
    .tag(1, WireType.LengthDelimited)
    .string("FAULT_INJECTED")
    .tag(2, WireType.LengthDelimited)
    .string("sandbox.planton.example")
    .finish();
  error.details.unshift({ type: "google.rpc.ErrorInfo", value });
  return error;
}
