import { randomBytes } from "node:crypto";
import { Failure } from "../call/failure.ts";
import { canonical } from "../tool/canonical.ts";
import type { Effect } from "../tool/effect.ts";
import type { Change, Method, Send, Target, Tool } from "../tool/tool.ts";
import { type Budgets, createBudgets } from "./budget.ts";
import type { Identity } from "./identity.ts";
import type { Plan } from "./plan.ts";
import { judge, type Policy, type Verdict } from "./policy.ts";
import { policyFactsOf } from "./policy-facts.ts";
import { type Bound, createSeals, type Seals, type Void } from "./seal.ts";

/** What a guard decides about: a change whose arguments are right and whose target is resolved. */
export interface GuardedCall {
  readonly tool: Tool & { readonly effect: Exclude<Effect, "read"> };
  readonly args: Readonly<Record<string, unknown>>;
  /** Always there for `authorize` and `destroy`. */
  readonly target?: Target | undefined;
  readonly changes: readonly Change[];
  readonly warnings: readonly string[];
  /** Whether the caller wants to see the plan and nothing done. */
  readonly isPlan: boolean;
  /** The seal of a plan that the caller was given before. */
  readonly confirmation?: string | undefined;
  /** How the person at the client can be asked, and what they answered. Absent where they can't be. */
  readonly asking?: Asking | undefined;
  /** A name for the caller's API key that gives nothing of it away. */
  readonly key: string;
  /** Who calls. Never rejects. */
  readonly identity: () => Promise<Identity>;
  /** Reads what plans and policies need to know, by these methods and on behalf of the caller. */
  readonly reader: (methods: readonly Method[]) => Send;
}

export interface Asking {
  /** What came back to a question that was asked before. */
  readonly answer?: { readonly seal: string; readonly says: "yes" | "no" | "nothing" } | undefined;
}

/** How a change that goes ahead was confirmed. */
export type Confirmed = "not needed" | "plan" | "person" | "host";

export type Decision =
  /** The change goes ahead. */
  | { readonly confirmed: Confirmed }
  /** Nothing happens; the caller is told this. */
  | { readonly answer: PlanAnswer }
  /** Nothing happens until a person has answered. */
  | { readonly question: Question };

export interface PlanAnswer {
  readonly plan: Plan;
  readonly confirmation: string;
  /** Until when it can be confirmed. */
  readonly expires: string;
  readonly next: string;
}

/** A question to the person at the client; their answer comes back with its seal. */
export interface Question {
  readonly text: string;
  readonly seal: string;
}

/** Decides about every change. Throws a failure to stop one; what it returns nothing for goes ahead. */
// biome-ignore lint/suspicious/noConfusingVoidType: a guard may be a function that returns nothing
export type Guard = (call: GuardedCall) => Decision | void | Promise<Decision | void>;

/** A guard that lets everything through, for a host that asks its people itself. */
export const allowGuarded: Guard = () => {};

export interface GuardOptions {
  /** Secrets of 32 characters or more, shared by replicas. The first makes seals, any opens one. Default: one of this process. */
  readonly keys?: readonly string[];
  /** How long a confirmation is good. Default: 5 minutes. */
  readonly lifetimeMs?: number;
  /** Default: none, so that `authorize` and `destroy` are confirmed and everything else is done at once. */
  readonly policy?: Policy | undefined;
  readonly budgets?: Budgets;
  /** Milliseconds since 1970. Default: the system's. */
  readonly now?: () => number;
}

/**
 * The guard of a server: policy, then confirmation, then budget. A person who can be asked is asked; anybody else is
 * given a plan with a seal that is good for this caller, tool, arguments and state of the target.
 */
export function createGuard(options: GuardOptions = {}): (call: GuardedCall) => Promise<Decision> {
  const { keys = [randomBytes(32).toString("base64url")], lifetimeMs = 5 * 60_000, now = Date.now, policy } = options;
  const seals = createSeals({ keys, lifetimeMs, now });
  const spend = createBudgets(options.budgets ?? {});

  return async (call) => {
    const verdict = judge(policy, await policyFactsOf(call, policy));
    refuseByPolicy(call, verdict, policy?.console);
    const given = sealIn(call);
    if (given === undefined && (call.isPlan || verdict.decision === "plan")) return plan(call, seals);
    const confirmed = given === undefined ? "not needed" : await redeem(call, given, seals, lifetimeMs);
    await spend(call.key, call.tool.effect);
    return { confirmed };
  };
}

/** What a caller brings to have a change confirmed: a person's answer, or the seal of a plan. */
interface Given {
  readonly purpose: Bound["purpose"];
  readonly seal: string;
  readonly says: "yes" | "no" | "nothing";
}

function sealIn({ asking, confirmation, isPlan }: GuardedCall): Given | undefined {
  if (isPlan) return undefined;
  if (asking?.answer !== undefined) return { purpose: "ask", ...asking.answer };
  return confirmation === undefined ? undefined : { purpose: "plan", seal: confirmation, says: "yes" };
}

async function redeem(call: GuardedCall, given: Given, seals: Seals, lifetimeMs: number): Promise<Confirmed> {
  const reason = seals.spend(given.seal, await boundOf(call, given.purpose));
  if (reason !== undefined) throw voided(call, reason, lifetimeMs);
  if (given.says !== "yes") throw declined(call, given.says);
  return given.purpose === "ask" ? "person" : "plan";
}

async function boundOf({ tool, args, target, identity }: GuardedCall, purpose: Bound["purpose"]): Promise<Bound> {
  return {
    purpose,
    tool: tool.name,
    caller: (await identity()).id,
    arguments: canonical(args),
    target: target === undefined ? "" : `${target.kind} ${target.id}`,
    version: target?.version ?? "",
  };
}

/** Asks the person at the client, where that can be done and not only the plan is wanted; else hands out the plan. */
async function plan(call: GuardedCall, seals: Seals): Promise<Decision> {
  // Loaded here: most calls are never planned.
  const { planOf, questionOf } = await import("./plan.ts");
  const plan = await planOf(call, await call.identity());
  if (call.asking !== undefined && !call.isPlan) {
    return { question: { text: questionOf(plan, call.tool.title), seal: seals.mint(await boundOf(call, "ask")).seal } };
  }
  const { seal, expires } = seals.mint(await boundOf(call, "plan"));
  const next = `Nothing was done. Show this plan to the person. When they agree, call ${call.tool.name} again with the same arguments and this confirmation, without plan.`;
  return { answer: { plan, confirmation: seal, expires: expires.toISOString(), next } };
}

const effectWords = {
  write: "change",
  create: "create",
  authorize: "change the access to",
  destroy: "remove",
} as const;

/** `organization Acme (acme)`, as people name what is acted on. */
export function describeTarget({ kind, name, id }: Target): string {
  return `${kind.replaceAll("_", " ")} ${name === id || name === "" ? id : `${name} (${id || "new"})`}`;
}

function refuseByPolicy({ tool, target }: GuardedCall, { decision, rule }: Verdict, console: string | undefined): void {
  if (decision !== "refuse" && decision !== "human") return;
  const what = target === undefined ? "" : ` on ${describeTarget(target)}`;
  const because = rule?.reason === undefined ? "" : ` ${rule.reason}`;
  const where = console === undefined ? "the Planton console" : `the Planton console at ${console}`;
  throw new Failure(
    decision === "human"
      ? {
          code: "left_to_person",
          message: `This server's policy (line ${rule?.line}) leaves ${tool.name}${what} to a person.${because}`,
          next: `Nothing was done. Ask the person to do it in ${where}; don't look for another way.`,
        }
      : {
          code: "refused_by_policy",
          message: `This server's policy (line ${rule?.line}) refuses ${tool.name}${what}.${because}`,
          next: "Nothing was done. Tell the person; don't look for another way.",
        },
  );
}

function declined({ tool, target }: GuardedCall, says: "no" | "nothing"): Failure {
  const what = target === undefined ? tool.name : `to ${effectWords[tool.effect]} ${describeTarget(target)}`;
  return new Failure({
    code: "declined",
    message:
      says === "no" ? `The person declined ${what}.` : `The person closed the question ${what} without an answer.`,
    next: "Nothing was done. Don't call it again unless the person asks for it.",
  });
}

const voidReasons: Readonly<Record<Void, string>> = {
  malformed: "it is not one that this server made: it was altered or cut, or made with another key",
  expired: "it has expired",
  used: "it has been used",
  tool: "it was made for another tool",
  caller: "it was made for another caller",
  arguments: "it was made for other arguments",
  target: "it was made for another target",
  version: "the target has changed since",
};

function voided({ tool }: GuardedCall, reason: Void, lifetimeMs: number): Failure {
  const minutes = Math.round(lifetimeMs / 60_000);
  return new Failure({
    code: "confirmation_void",
    message: `The confirmation does not hold: ${voidReasons[reason]}.`,
    next: `Nothing was done. Call ${tool.name} without a confirmation for a new plan; it is good for ${minutes} minutes and for one call.`,
  });
}
