import { seeded } from "../scene.ts";
import { type AccessTable, makers, members, nobody, ownerOnly } from "./outcomes.ts";

const value = "drb_01kseed0000000000000000001";
const selector = { kind: 12, id: "acme" };
const spec = { selector, runner: "acme-runner" };

export const defaultRunnerBindingAccess: AccessTable = {
  "DefaultRunnerBindingCommandController/apply": [{ metadata: { id: value, org: "acme" }, spec }, ownerOnly],
  // What creating takes is asked of what the binding is for: a member may update an environment.
  "DefaultRunnerBindingCommandController/create": [
    { metadata: { org: "acme", slug: "dev" }, spec: { selector: { kind: 14, id: seeded.dev }, runner: "acme-runner" } },
    makers,
  ],
  "DefaultRunnerBindingCommandController/update": [{ metadata: { id: value }, spec }, ownerOnly],
  "DefaultRunnerBindingCommandController/delete": [{ value }, ownerOnly],
  "DefaultRunnerBindingQueryController/get": [{ value }, members],
  "DefaultRunnerBindingQueryController/getBySelector": [selector, members],
  "DefaultRunnerBindingQueryController/find": [{ kind: 76, page: { size: 10 } }, nobody],
  "DefaultRunnerBindingQueryController/resolve": [{ org: "acme" }, members],
};
