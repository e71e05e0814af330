import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { PromotionPolicyQueryController } from "@planton-mcp/api/resourcemanager/promotionpolicy/v1/query";
import { defineWorkflow, type Selector, selector, selectorOf, wholeSelector } from "@planton-mcp/core";
import { shownPolicy } from "./shown-policy.ts";

const { whichPolicy } = PromotionPolicyQueryController.method;

export const whichPromotionPolicy = defineWorkflow({
  name: "which_promotion_policy",
  title: "Tell which promotion policy applies",
  description:
    "Tells which promotion policy applies to something, and where it comes from: its own, its organization's or the platform's default.",
  effect: "read",
  input: selector,
  rules: [wholeSelector],
  example: { selector_kind: "organization", selector_id: "acme" },
  keywords: ["effective", "inherited", "approval", "gate", "release", "pipeline"],
  reads: [whichPolicy],
  run: async (args, { read }) => {
    const asked = await selectorOf(args);
    const policy = await read(whichPolicy, asked);
    return { source: sourceOf(policy.spec?.selector, asked), ...shownPolicy(policy) };
  },
});

function sourceOf(found: Selector | undefined, asked: Selector) {
  if (found?.kind === asked.kind && found.id === asked.id) return "own";
  return ApiResourceKind[found?.kind ?? ApiResourceKind.unspecified];
}
