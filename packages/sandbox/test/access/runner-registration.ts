import { type AccessTable, members, nobody, ownerOnly } from "./outcomes.ts";

const value = "rnr_01kseed0000000000000000001";
const selector = { kind: 12, id: "acme" };

export const runnerRegistrationAccess: AccessTable = {
  "RunnerRegistrationCommandController/apply": [
    { metadata: { id: value, org: "acme" }, spec: { selector } },
    ownerOnly,
  ],
  "RunnerRegistrationCommandController/create": [
    { metadata: { org: "acme", slug: "spare" }, spec: { selector } },
    ownerOnly,
  ],
  "RunnerRegistrationCommandController/update": [{ metadata: { id: value }, spec: { selector } }, ownerOnly],
  "RunnerRegistrationCommandController/delete": [{ value }, ownerOnly],
  "RunnerRegistrationCommandController/generateCredentials": [{ value }, ownerOnly],
  "RunnerRegistrationCommandController/regenerateCredentials": [{ value }, ownerOnly],
  "RunnerRegistrationQueryController/get": [{ value }, members],
  "RunnerRegistrationQueryController/getBySelectorBySlug": [{ selector, slug: "acme-runner" }, members],
  "RunnerRegistrationQueryController/find": [{ kind: 53, page: { size: 10 } }, nobody],
  "ConnectSearchQueryController/searchRunnerRegistrationsByOrgContext": [{ org: "acme" }, members],
};
