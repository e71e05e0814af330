import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { PromotionPolicySchema } from "@planton-mcp/api/resourcemanager/promotionpolicy/v1/api";
import { PromotionPolicyCommandController } from "@planton-mcp/api/resourcemanager/promotionpolicy/v1/command";
import { PromotionPolicyQueryController } from "@planton-mcp/api/resourcemanager/promotionpolicy/v1/query";
import { platformId } from "../access.ts";
import { at, people, seedId } from "../seed.ts";
import { policyReads } from "../selected-policy.ts";
import type { Domain } from "./domain.ts";

const steps = ["dev", "staging", "prod"];

export const promotionPolicyDomain: Domain = {
  services: [PromotionPolicyCommandController, PromotionPolicyQueryController],
  specials: policyReads(PromotionPolicyQueryController.method),
  seed: ({ plant }) => {
    const policy = (
      number: number,
      name: string,
      selector: { kind: ApiResourceKind; id: string },
      approved: string[],
    ) =>
      plant(
        "promotion_policy",
        PromotionPolicySchema,
        {
          metadata: { name },
          spec: {
            selector,
            graph: {
              nodes: steps.map((step) => ({ name: step })),
              edges: [
                { from: "dev", to: "staging", manualApproval: approved.includes("staging") },
                { from: "staging", to: "prod", manualApproval: approved.includes("prod") },
              ],
            },
          },
        },
        { id: seedId("epp", number), actor: people.ada, at: at(8, number) },
      );
    // What applies without a policy of one's own is the platform's to say; that it asks nobody is the sandbox's invention.
    policy(1, "Platform default", { kind: ApiResourceKind.platform, id: platformId }, []);
    policy(2, "Acme releases", { kind: ApiResourceKind.organization, id: "acme" }, ["prod"]);
  },
};
