import { seeded } from "../scene.ts";
import { type AccessTable, everyone, members, nobody, ownerOnly } from "./outcomes.ts";

const acme = { kind: 12, id: "acme" };
const policy = { metadata: { name: "Ours" }, spec: { selector: acme } };

export const promotionPolicyAccess: AccessTable = {
  "PromotionPolicyCommandController/apply": [policy, ownerOnly],
  "PromotionPolicyCommandController/create": [policy, ownerOnly],
  "PromotionPolicyCommandController/update": [
    { metadata: { id: seeded.promotionPolicy }, spec: { selector: acme } },
    ownerOnly,
  ],
  "PromotionPolicyCommandController/delete": [{ value: seeded.promotionPolicy }, ownerOnly],
  "PromotionPolicyQueryController/get": [{ value: seeded.promotionPolicy }, members],
  "PromotionPolicyQueryController/getBySelector": [acme, members],
  // What the platform has is for everybody; see test/policies.test.ts for the rest.
  "PromotionPolicyQueryController/whichPolicy": [{ kind: 10, id: "planton_cloud" }, everyone],
  "PromotionPolicyQueryController/find": [{ kind: 35, page: { size: 10 } }, nobody],
};
