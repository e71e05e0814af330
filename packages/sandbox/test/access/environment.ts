import { seeded } from "../scene.ts";
import { type AccessTable, makers, members, nobody, ownerOnly } from "./outcomes.ts";

const bySlug = { org: "acme", slug: "dev" };

export const environmentAccess: AccessTable = {
  "EnvironmentCommandController/apply": [{ metadata: bySlug }, makers],
  "EnvironmentCommandController/create": [{ metadata: { org: "acme", slug: "qa" } }, makers],
  "EnvironmentCommandController/update": [{ metadata: { id: seeded.dev } }, makers],
  "EnvironmentCommandController/delete": [{ value: seeded.dev }, ownerOnly],
  "EnvironmentQueryController/get": [{ value: seeded.dev }, members],
  "EnvironmentQueryController/getByOrgBySlug": [bySlug, members],
  "EnvironmentQueryController/findByOrg": [{ value: "acme" }, members],
  "EnvironmentQueryController/findAuthorized": [{ value: "acme" }, members],
  "EnvironmentQueryController/find": [{ kind: 14, page: { size: 10 } }, nobody],
  "EnvironmentQueryController/checkSlugAvailability": [bySlug, members],
};
