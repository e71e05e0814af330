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

/** Makes the input strict: an argument that a tool doesn't have is refused. */
export function eraseFacts(facts: ErasedFacts): Omit<Tool, "prepare" | "reads" | "writes"> {
  const { name, title, description, effect, input, rules = [], example, undo, reveals } = facts;
  return {
    name,
    title,
    description,
    effect,
    input: withRules(z.strictObject(input), rules),
    example,
    formerly: facts.formerly ?? [],
    keywords: facts.keywords ?? [],
    ...(undo === undefined ? {} : { undo }),
    ...(reveals === undefined ? {} : { reveals }),
    ...(facts.revealsByDefault ? { revealsByDefault: true } : {}),
  };
}

function withRules(input: z.ZodObject, rules: readonly Rule<never>[]): z.ZodObject {
  if (rules.length === 0) return input;
  return input.superRefine((args, check) => {
    for (const rule of rules) {
      // The rules were written for the arguments that this very input has parsed.
      const problem = rule(args as never);
      if (problem) check.addIssue({ code: "custom", path: [problem.argument], message: problem.message });
    }
  });
}
