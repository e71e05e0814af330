import { defineWorkflow, Failure, idOrSelector } from "@planton-mcp/core";
import { findPromotionPolicy, policyCoordinates, policyReads } from "./find-promotion-policy.ts";
import { shownPolicy } from "./shown-policy.ts";

export const getPromotionPolicy = defineWorkflow({
  name: "get_promotion_policy",
  title: "Get a promotion policy",
  description:
    "Reads one promotion policy, by id or as the own one of an organization or the platform: its environments and edges, and a Mermaid diagram.",
  effect: "read",
  input: policyCoordinates,
  rules: [idOrSelector],
  example: { selector_kind: "organization", selector_id: "acme" },
  keywords: ["approval", "gate", "release", "order", "pipeline", "stage", "rollout"],
  reads: policyReads,
  run: async (args, { read, catalogue }) => {
    try {
      return shownPolicy(await findPromotionPolicy(args, read));
    } catch (error) {
      const isAbsent = Failure.is(error) && error.facts.code === "not_found" && args.id === undefined;
      if (!isAbsent || !catalogue.has("which_promotion_policy")) throw error;
      throw new Failure({ ...error.facts, next: "See with which_promotion_policy which other one applies instead." });
    }
  },
});
