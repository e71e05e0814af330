// Whatever is exported here is public.
export { PolicyError, type PolicyProblem, parsePolicy } from "./parse-policy.ts";
export {
  defaultDecisions,
  judge,
  type Policy,
  type PolicyDecision,
  type PolicyFacts,
  type PolicyRule,
  type Verdict,
} from "./policy.ts";
export { policyFactsOf } from "./policy-facts.ts";
