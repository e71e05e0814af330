import type { Effect } from "../tool/effect.ts";

/**
 * What an operator wants to happen with a change.
 *
 * - `allow`: it is made at once.
 * - `plan`: a person is asked, or a plan is made that has to be confirmed.
 * - `human`: it is left to a person in the console, so that an agent can't approve itself.
 * - `refuse`: it is not made.
 */
export type PolicyDecision = "allow" | "plan" | "human" | "refuse";

/** What a rule looks at. Each is a list of texts in which `*` stands for anything; what is absent matches everything. */
export interface PolicyRule {
  readonly org?: readonly string[] | undefined;
  readonly env?: readonly string[] | undefined;
  readonly kind?: readonly string[] | undefined;
  readonly tool?: readonly string[] | undefined;
  readonly effect?: readonly string[] | undefined;
  readonly decision: PolicyDecision;
  /** Why, in the operator's words; whoever is stopped is told. */
  readonly reason?: string | undefined;
  /** Where the rule stands in its file. */
  readonly line: number;
}

export interface Policy {
  /** Address of the console that a change is left to. */
  readonly console?: string | undefined;
  /** The first that matches decides. */
  readonly rules: readonly PolicyRule[];
}

/** What is known of a change. Of what is absent, nothing is known. */
export interface PolicyFacts {
  readonly tool: string;
  readonly effect: Effect;
  /** Every name by which the target goes: what a rule names may be its id or its slug. */
  readonly org: readonly string[];
  readonly env: readonly string[];
  readonly kind: readonly string[];
}

export interface Verdict {
  readonly decision: PolicyDecision;
  /** The rule that decided, or nothing where the default did. */
  readonly rule?: PolicyRule;
}

/** What happens where no rule matches. */
export const defaultDecisions: Readonly<Record<Effect, PolicyDecision>> = {
  read: "allow",
  write: "allow",
  create: "allow",
  authorize: "plan",
  destroy: "plan",
};

/**
 * The verdict of the first rule that matches. Where a fact is not known, a rule that holds a change up matches and one
 * that lets it through does not.
 */
export function judge(policy: Policy | undefined, facts: PolicyFacts): Verdict {
  const rule = policy?.rules.find((candidate) => matches(candidate, facts));
  return rule === undefined ? { decision: defaultDecisions[facts.effect] } : { decision: rule.decision, rule };
}

function matches(rule: PolicyRule, facts: PolicyFacts): boolean {
  const isStrict = rule.decision !== "allow";
  const fits = (patterns: readonly string[] | undefined, values: readonly string[]) =>
    patterns === undefined || (values.length === 0 ? isStrict : values.some((value) => fitsAny(patterns, value)));
  return (
    fits(rule.tool, [facts.tool]) &&
    fits(rule.effect, [facts.effect]) &&
    fits(rule.org, facts.org) &&
    fits(rule.env, facts.env) &&
    fits(rule.kind, facts.kind)
  );
}

/** Whether a text is one of the patterns, in which `*` stands for anything. */
export function fitsAny(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => {
    const literals = pattern.split("*").map((literal) => literal.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${literals.join(".*")}$`, "i").test(text);
  });
}
