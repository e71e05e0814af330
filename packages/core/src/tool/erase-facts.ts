import * as z from "zod";
import type { Effect } from "./effect.ts";
import type { Rule, Tool } from "./tool.ts";

/** The facts that every form of tool shares, without their types. */
export interface ErasedFacts {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly effect: Effect;
  readonly input: z.ZodRawShape;
  readonly rules?: readonly Rule<never>[];
  readonly example: Readonly<Record<string, unknown>>;
  readonly formerly?: readonly string[];
  readonly keywords?: readonly string[];
  readonly undo?: string;
  readonly reveals?: string;
  readonly revealsByDefault?: true;
}

/**
 * What every change takes beside its own arguments: `plan` shows what it would do, `confirmation` is the seal of such a
 * plan. Servers explain them once, in their instructions.
 */
const control = { plan: z.boolean().optional(), confirmation: z.string().optional() };

const planOrConfirm: Rule<{ plan?: boolean; confirmation?: string }> = ({ plan, confirmation }) =>
  plan === true && confirmation !== undefined
    ? { argument: "plan", message: "Either ask for a plan or confirm one, not both." }
    : undefined;

/** Makes the input strict: an argument that a tool doesn't have is refused. */
export function eraseFacts(facts: ErasedFacts): Omit<Tool, "prepare" | "reads" | "writes"> {
  const { name, title, description, effect, input, rules = [], example, undo, reveals } = facts;
  const taken = Object.keys(control).filter((argument) => argument in input);
  if (taken.length > 0) throw new TypeError(`${name} can't have an argument ${taken.join(" or ")} of its own.`);
  return {
    name,
    title,
    description,
    effect,
    input:
      effect === "read"
        ? withRules(z.strictObject(input), rules)
        : withRules(z.strictObject({ ...input, ...control }), [...rules, planOrConfirm]),
    example,
    formerly: facts.formerly ?? [],
    keywords: facts.keywords ?? [],
    ...(undo === undefined ? {} : { undo }),
    ...(reveals === undefined ? {} : { reveals }),
    ...(facts.revealsByDefault ? { revealsByDefault: true } : {}),
  };
}

/** Marks what arguments mean together, which is worth telling once each of them is right. */
export const togetherness = { together: true };

function withRules(input: z.ZodObject, rules: readonly Rule<never>[]): z.ZodObject {
  if (rules.length === 0) return input;
  return input.superRefine((args, check) => {
    for (const rule of rules) {
      // The rules were written for the arguments that this very input has parsed.
      const problem = rule(args as never);
      if (problem)
        check.addIssue({ code: "custom", path: [problem.argument], message: problem.message, params: togetherness });
    }
  });
}
