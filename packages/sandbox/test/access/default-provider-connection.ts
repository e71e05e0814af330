import { type AccessTable, makers, members, nobody, ownerOnly } from "./outcomes.ts";

const value = "dpc_01kseed0000000000000000001";
const orgKey = { org: "acme", provider: 12 };
const spec = { provider: 12, connection: "aws-prod", scope: 1 };

export const defaultProviderConnectionAccess: AccessTable = {
  "DefaultProviderConnectionCommandController/apply": [{ metadata: { id: value, org: "acme" }, spec }, ownerOnly],
  "DefaultProviderConnectionCommandController/create": [{ metadata: { org: "acme", slug: "gcp" }, spec }, makers],
  "DefaultProviderConnectionCommandController/update": [{ metadata: { id: value }, spec }, ownerOnly],
  "DefaultProviderConnectionCommandController/delete": [{ value }, ownerOnly],
  "DefaultProviderConnectionQueryController/get": [{ value }, members],
  "DefaultProviderConnectionQueryController/getByOrgBySlug": [{ org: "acme", slug: "default-aws" }, members],
  "DefaultProviderConnectionQueryController/find": [{ kind: 74, page: { size: 10 } }, nobody],
  "DefaultProviderConnectionQueryController/resolve": [{ ...orgKey, environment: "prod" }, members],
  "DefaultProviderConnectionQueryController/getOrgDefault": [orgKey, members],
  "DefaultProviderConnectionQueryController/getEnvDefault": [{ ...orgKey, env: "prod" }, members],
};
