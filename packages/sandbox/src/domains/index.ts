import { apiKeyDomain } from "./api-key.ts";
import type { Domain } from "./domain.ts";
import { environmentDomain } from "./environment.ts";
import { iamPolicyDomain } from "./iam-policy.ts";
import { iamRoleDomain } from "./iam-role.ts";
import { identityAccountDomain } from "./identity-account.ts";
import { organizationDomain } from "./organization.ts";
import { searchDomain } from "./search.ts";
import { serviceAccountDomain } from "./service-account.ts";
import { teamDomain } from "./team.ts";
import { userInvitationDomain } from "./user-invitation.ts";

/** All that the sandbox serves, in the order in which it is seeded. */
export const domains: readonly Domain[] = [
  identityAccountDomain,
  organizationDomain,
  environmentDomain,
  teamDomain,
  apiKeyDomain,
  serviceAccountDomain,
  userInvitationDomain,
  iamRoleDomain,
  iamPolicyDomain,
  searchDomain,
];

export const services = domains.flatMap(({ services }) => services);
export const specials = domains.flatMap(({ specials = [] }) => specials);
export const seeds = domains.flatMap(({ seed }) => seed ?? []);
