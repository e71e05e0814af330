import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { PromotionPolicyCommandController } from "@planton-mcp/api/resourcemanager/promotionpolicy/v1/command";
import { defineApply, describeSelector, findOrAbsent, idOrSelector, text } from "@planton-mcp/core";
import * as z from "zod";
import { findPromotionPolicy, policyCoordinates, policyReads, policySelector } from "./find-promotion-policy.ts";
import { graphOf, sameEdge } from "./promotion-graph.ts";
import { reviewPolicy } from "./review-policy.ts";
import { shownPolicy } from "./shown-policy.ts";

const edge = z.strictObject({
  from: z.string(),
  to: z.string(),
  manual_approval: z.boolean().describe("Default: as it is; false if new").optional(),
});

export const applyPromotionPolicy = defineApply({
  name: "apply_promotion_policy",
  title: "Create or update a promotion policy",
  description:
    "Sets the order and the manual approvals by which deployments go through an organization's environments. Creates the policy if there is none, else keeps what is not given; nodes and edges replace what is there, so read it first.",
  effect: "authorize",
  input: policyCoordinates,
  rules: [idOrSelector],
  example: {
    selector_kind: "organization",
    selector_id: "acme",
    edges: [
      { from: "dev", to: "staging", manual_approval: true },
      { from: "staging", to: "prod" },
    ],
  },
  keywords: ["approval", "gate", "release", "pipeline", "stage", "rollout", "production"],
  undo: "Apply what the changes show as before; delete a policy that was new.",
  fields: {
    name: text("Display name"),
    strict: z.boolean().describe("Refuse environments outside the graph"),
    nodes: z.array(text("Slug")).min(1).max(100).describe("Every environment"),
    edges: z.array(edge).describe("Every step; no cycle"),
  },
  clearable: [],
  reads: [...policyReads, EnvironmentQueryController.method.findByOrg],
  find: (args, read) => {
    const found = findPromotionPolicy(args, read);
    return args.id === undefined ? findOrAbsent(found) : found;
  },
  start: async (args) => {
    const selector = await policySelector(args);
    return { metadata: { name: `Promotion policy of ${describeSelector(selector)}` }, spec: { selector } };
  },
  patch: ({ name, strict, nodes, edges }, before) => ({
    metadata: { name },
    spec: {
      strict,
      graph: {
        nodes: nodes?.map((name) => ({ name })),
        edges: edges?.map(({ from, to, manual_approval }) => ({
          from,
          to,
          // What is forgotten must not switch off an approval.
          manualApproval: manual_approval ?? sameEdge(graphOf(before), { from, to })?.manual_approval ?? false,
        })),
      },
    },
  }),
  review: reviewPolicy,
  rpc: PromotionPolicyCommandController.method.apply,
  project: shownPolicy,
});
