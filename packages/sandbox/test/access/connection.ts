import { connectionServices } from "../../src/domains/connection-services.ts";
import { seeded } from "../scene.ts";
import { type AccessTable, absent, makers, members, nobody, ownerOnly } from "./outcomes.ts";

/** The kinds of which the seed has a connection in acme, by what their services' names begin with. */
const planted: Readonly<Record<string, { readonly id: string; readonly slug: string }>> = {
  AwsProviderConnection: { id: seeded.aws, slug: "aws-main" },
  GithubConnection: { id: seeded.github, slug: "github" },
};

/** The generic methods, which are the same for every kind. */
export const connectionAccess: AccessTable = {
  ...Object.assign({}, ...connectionServices.map(({ name }) => rowsOf(name))),
  "ConnectSearchQueryController/searchConnectionApiResourcesByContext": [{ org: "acme" }, members],
  "ConnectSearchQueryController/findByOrgByProvider": [{ org: "acme", provider: 12 }, members],
  "ConnectSearchQueryController/checkConnectionSlugAvailability": [{ org: "acme", kind: 54, slug: "free" }, members],
};

function rowsOf(service: string): AccessTable {
  const name = service.replace(/(Command|Query)Controller$/, "");
  const { id = "unknown", slug = "unknown" } = planted[name] ?? {};
  const found = <Outcome>(outcomes: Outcome) => (name in planted ? outcomes : absent);
  const metadata = { org: "acme", slug: "new" };
  return {
    [`${name}CommandController/apply`]: [{ metadata }, makers],
    [`${name}CommandController/create`]: [{ metadata }, makers],
    [`${name}CommandController/update`]: [{ metadata: { id } }, found(ownerOnly)],
    [`${name}CommandController/delete`]: [{ value: id }, found(ownerOnly)],
    [`${name}QueryController/get`]: [{ value: id }, found(members)],
    [`${name}QueryController/getByOrgBySlug`]: [{ org: "acme", slug }, found(members)],
    [`${name}QueryController/find`]: [{ kind: 54, page: { size: 10 } }, nobody],
  };
}
