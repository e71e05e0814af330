import {
  type Asking,
  type Confirmed,
  createGuard,
  type Guard,
  type GuardedCall,
  type Question,
} from "../guard/guard.ts";
import { type Identity, identityOf, identityReads, keyDigest } from "../guard/identity.ts";
import { isGuarded } from "../tool/effect.ts";
import { type ShownTarget, shownTarget } from "../tool/target.ts";
import type { Prepared, Send } from "../tool/tool.ts";
import { Failure } from "./failure.ts";
import { type SendOptions, senderOf } from "./send.ts";

/** One change that was made, tried or stopped, for an audit log. Holds neither secrets nor arguments. */
export interface ChangeEvent {
  readonly caller: Identity;
  /** A name for the API key that gives nothing of it away. */
  readonly key: string;
  readonly tool: string;
  readonly effect: string;
  readonly target?: ShownTarget;
  /** `no` where it was stopped. */
  readonly confirmed: Confirmed | "no";
  /** `ok` or the failure's code. */
  readonly outcome: string;
  /** Whether the change was sent and no answer tells whether it was made. */
  readonly outcomeUnknown: boolean;
  readonly milliseconds: number;
  readonly requestId?: string | undefined;
  readonly traceparent?: string | undefined;
}

/** A change that has been prepared, and all that decides whether and how it is made. */
export interface PreparedChange {
  readonly tool: GuardedCall["tool"];
  readonly args: Readonly<Record<string, unknown>>;
  readonly isPlan: boolean;
  readonly confirmation: string | undefined;
  readonly asking: Asking | undefined;
  readonly prepared: Prepared;
  readonly write: Send;
  readonly options: SendOptions;
  readonly guard: Guard | undefined;
  readonly onChange: ((event: ChangeEvent) => void) | undefined;
}

/** The guard of every runtime that brings none; its seals are good in this process. */
const standard = createGuard();

/**
 * Makes a change if the guard lets it through. Resolves with the tool's answer, with the plan that is to be confirmed,
 * or with the question that a person has to answer first. Rejects where it was stopped or failed.
 */
export async function makeChange(change: PreparedChange): Promise<{ answer: unknown } | { question: Question }> {
  const { tool, prepared, write, onChange, guard = standard } = change;
  if (isGuarded(tool.effect) && prepared.target === undefined) throw new TypeError(`${tool.name} resolved no target.`);
  const start = performance.now();
  const call = guardedCall(change);
  let confirmed: Confirmed | "no" = "no";
  const tell = async (outcome: string, outcomeUnknown = false) => {
    onChange?.(
      eventOf(call, change.options.call, await call.identity(), { confirmed, outcome, outcomeUnknown, start }),
    );
  };
  try {
    const decided = (await guard(call)) ?? { confirmed: "host" };
    // Whatever a host's own guard lets through: who asks for a plan gets one, and nothing happens.
    const decision = call.isPlan && "confirmed" in decided ? await standard(call) : decided;
    if (!("confirmed" in decision)) return decision;
    confirmed = decision.confirmed;
    // Asked beside the change, so that the audit costs no time of its own.
    if (onChange !== undefined) void call.identity();
    const answer = await prepared.commit(write);
    await tell("ok");
    return { answer };
  } catch (error) {
    const facts = Failure.is(error) ? error.facts : undefined;
    await tell(facts?.code ?? "internal", facts?.outcome_unknown === true);
    throw error;
  }
}

function guardedCall(change: PreparedChange): GuardedCall {
  const { tool, args, isPlan, confirmation, asking, prepared, options } = change;
  const reader: GuardedCall["reader"] = (methods) => senderOf(methods, true, options);
  const { credential } = options.call;
  let identity: Promise<Identity> | undefined;
  return {
    tool,
    args,
    target: prepared.target,
    changes: prepared.changes ?? [],
    warnings: prepared.warnings ?? [],
    isPlan,
    confirmation,
    asking,
    key: keyDigest(credential),
    identity: () => (identity ??= identityOf(options.backend, credential, reader(identityReads))),
    reader,
  };
}

function eventOf(
  { tool, target, key }: GuardedCall,
  { requestId, traceparent }: SendOptions["call"],
  caller: Identity,
  { start, ...how }: Pick<ChangeEvent, "confirmed" | "outcome" | "outcomeUnknown"> & { readonly start: number },
): ChangeEvent {
  return {
    caller,
    key,
    tool: tool.name,
    effect: tool.effect,
    ...(target === undefined ? {} : { target: shownTarget(target) }),
    ...how,
    milliseconds: performance.now() - start,
    requestId,
    traceparent,
  };
}
