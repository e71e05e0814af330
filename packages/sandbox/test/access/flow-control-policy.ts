import { seeded } from "../scene.ts";
import { type AccessTable, makers, members, ownerOnly } from "./outcomes.ts";

const prod = { kind: 14, id: seeded.prod };
const policy = { metadata: { name: "Ours" }, spec: { selector: { kind: 14, id: seeded.dev } } };

export const flowControlPolicyAccess: AccessTable = {
  // By core's rule for methods that declare nothing, what is in an environment is a member's to update.
  "FlowControlPolicyCommandController/apply": [policy, makers],
  "FlowControlPolicyCommandController/create": [policy, makers],
  "FlowControlPolicyCommandController/update": [
    { metadata: { id: seeded.flowControlPolicy }, spec: { selector: prod } },
    makers,
  ],
  "FlowControlPolicyCommandController/delete": [{ value: seeded.flowControlPolicy }, ownerOnly],
  "FlowControlPolicyQueryController/get": [{ value: seeded.flowControlPolicy }, members],
  "FlowControlPolicyQueryController/getBySelector": [prod, members],
};
