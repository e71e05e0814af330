import { type ShownTarget, shownTarget } from "../tool/target.ts";
import { type Circumstances, circumstanceReads, circumstancesOf } from "./circumstances.ts";
import type { GuardedCall } from "./guard.ts";
import type { Identity } from "./identity.ts";

/** What a call would do: for a person to decide by, and for a model to go on from. */
export interface Plan extends Partial<Circumstances> {
  readonly tool: string;
  readonly effect: string;
  /** Who would make the change, and in which organization. */
  readonly as: { readonly identity: string; readonly org?: string };
  readonly target?: ShownTarget;
  readonly changes?: GuardedCall["changes"];
  /** What is asked for, where no changes tell it. */
  readonly arguments?: Readonly<Record<string, unknown>>;
  readonly warnings?: readonly string[];
  /** How the effect can be taken back. */
  readonly undo: string;
}

export async function planOf(call: GuardedCall, identity: Identity): Promise<Plan> {
  const { tool, args, target, changes, warnings } = call;
  const org = target?.kind === "organization" ? target.id : (target?.org ?? textIn(args, "org"));
  return {
    tool: tool.name,
    effect: tool.effect,
    as: { identity: nameOf(identity), ...(org ? { org } : {}) },
    ...(target === undefined ? {} : { target: shownTarget(target) }),
    ...(changes.length > 0 ? { changes } : { arguments: args }),
    ...(target === undefined ? {} : await circumstancesOf(target, tool.effect, call.reader(circumstanceReads))),
    ...(warnings.length > 0 ? { warnings } : {}),
    undo: tool.undo ?? (tool.effect === "write" ? "Change it back." : "It can't be undone."),
  };
}

/** The plan as a question to a person. What others wrote stands in it in one line and in quotes. */
export function questionOf(plan: Plan, title: string): string {
  const { as, target, changes = [], dependents, jobs, locks, warnings = [], undo } = plan;
  const lines = [
    `${title}?`,
    target && `Target: ${target.kind.replaceAll("_", " ")} ${quoted(target.name)} (${target.id || "new"})`,
    target?.env && `Environment: ${quoted(target.env)}`,
    as.org && `Organization: ${quoted(as.org)}`,
    `As: ${quoted(as.identity)}`,
    ...changes.slice(0, 20).map(({ field, from, to }) => `${field}: ${quoted(from)} → ${quoted(to)}`),
    changes.length > 20 && `and ${changes.length - 20} more changes`,
    plan.arguments && `With: ${quoted(plan.arguments)}`,
    told("Depends on it", dependents),
    told("Jobs", jobs),
    told("Locks", locks),
    ...warnings.map((warning) => `Warning: ${oneLine(warning)}`),
    `Undo: ${undo}`,
  ];
  return lines.filter((line) => typeof line === "string" && line !== "").join("\n");
}

function told(what: string, found: readonly string[] | "unknown" | undefined): string {
  if (found === undefined) return "";
  if (found === "unknown") return `${what}: unknown`;
  return `${what}: ${found.length === 0 ? "nothing" : found.map(oneLine).join(", ")}`;
}

const longest = 200;

function quoted(value: unknown): string {
  if (value === undefined) return "nothing";
  return oneLine(JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? `${item}` : item)));
}

function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

function nameOf({ id, name, email }: Identity): string {
  return [name, email && `<${email}>`].filter(Boolean).join(" ") || id;
}

function textIn(args: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = args[name];
  return typeof value === "string" ? value : undefined;
}
