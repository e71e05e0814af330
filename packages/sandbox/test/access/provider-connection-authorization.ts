import { type AccessTable, makers, members, nobody, ownerOnly } from "./outcomes.ts";

const value = "pca_01kseed0000000000000000001";
const key = { org: "acme", provider: 12, connection: "aws-main" };
const spec = { provider: 12, connection: "aws-main", scope: 1 };
const command = "ProviderConnectionAuthorizationCommandController";
const query = "ProviderConnectionAuthorizationQueryController";

export const providerConnectionAuthorizationAccess: AccessTable = {
  [`${command}/apply`]: [{ metadata: { id: value, org: "acme" }, spec }, ownerOnly],
  [`${command}/create`]: [{ metadata: { org: "acme", slug: "gcp" }, spec }, makers],
  [`${command}/update`]: [{ metadata: { id: value }, spec }, ownerOnly],
  [`${command}/delete`]: [{ value }, ownerOnly],
  [`${command}/sync`]: [key, ownerOnly],
  [`${query}/get`]: [{ value }, members],
  [`${query}/getByOrgBySlug`]: [{ org: "acme", slug: "aws-aws-main" }, members],
  [`${query}/getBySemanticKey`]: [key, members],
  [`${query}/find`]: [{ kind: 75, page: { size: 10 } }, nobody],
};
