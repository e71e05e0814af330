import { PromotionPolicyCommandController } from "@planton-mcp/api/resourcemanager/promotionpolicy/v1/command";
import { defineWorkflow, idOrSelector } from "@planton-mcp/core";
import { findPromotionPolicy, policyCoordinates, policyReads } from "./find-promotion-policy.ts";
import { lostApprovals } from "./graph-changes.ts";
import { policyBehind } from "./policy-behind.ts";
import { policyTarget, selectorOfPolicy } from "./policy-target.ts";
import { graphOf } from "./promotion-graph.ts";
import { shownPolicy } from "./shown-policy.ts";

const method = PromotionPolicyCommandController.method.delete;

export const deletePromotionPolicy = defineWorkflow({
  name: "delete_promotion_policy",
  title: "Delete a promotion policy",
  description: "Deletes a promotion policy and the approvals it asks for; the platform's default then applies, if any.",
  effect: "destroy",
  input: policyCoordinates,
  rules: [idOrSelector],
  example: { selector_kind: "organization", selector_id: "acme" },
  keywords: ["remove", "approval", "gate", "release"],
  undo: "Apply the same nodes and edges for the same selector again; the policy gets a new id.",
  reads: policyReads,
  writes: [method],
  prepare: async (args, { read }) => {
    const policy = await findPromotionPolicy(args, read);
    const behind = await policyBehind(selectorOfPolicy(policy), read);
    const warnings = [behind.sentence, ...lostApprovals(graphOf(policy), graphOf(behind.policy))];
    return {
      target: policyTarget(policy),
      warnings,
      commit: async (write) => ({
        deleted: shownPolicy(await write(method, { value: policy.metadata?.id ?? "" })),
        warnings,
      }),
    };
  },
});
