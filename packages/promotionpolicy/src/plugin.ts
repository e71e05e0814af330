import { definePlugin } from "@planton-mcp/core";
import { applyPromotionPolicy } from "./apply-promotion-policy.ts";
import { deletePromotionPolicy } from "./delete-promotion-policy.ts";
import { getPromotionPolicy } from "./get-promotion-policy.ts";
import { whichPromotionPolicy } from "./which-promotion-policy.ts";

export const plugin = definePlugin({
  name: "promotionpolicy",
  title: "Promotion policies",
  description: "In which order, and after whose approval, deployments go from environment to environment.",
  tools: [applyPromotionPolicy, deletePromotionPolicy, getPromotionPolicy, whichPromotionPolicy],
});
