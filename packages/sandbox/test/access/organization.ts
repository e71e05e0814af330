import { type AccessTable, denied, everyone, members, nobody, ownerOnly } from "./outcomes.ts";

const acme = { id: "acme", slug: "acme" };

export const organizationAccess: AccessTable = {
  "OrganizationCommandController/apply": [{ metadata: acme }, ownerOnly],
  "OrganizationCommandController/create": [{ metadata: { slug: "initech" } }, everyone],
  "OrganizationCommandController/update": [{ metadata: acme }, ownerOnly],
  // Acme still holds environments: whoever may delete is told so.
  "OrganizationCommandController/delete": [{ value: "acme" }, ["FailedPrecondition", ...denied]],
  "OrganizationQueryController/get": [{ value: "acme" }, members],
  "OrganizationQueryController/find": [{ kind: 12, page: { size: 10 } }, nobody],
  "OrganizationQueryController/findOrganizations": [{}, everyone],
  "OrganizationQueryController/checkSlugAvailability": [{ slug: "acme" }, everyone],
};
