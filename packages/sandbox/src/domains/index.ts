import type { Domain } from "./domain.ts";
import { environmentDomain } from "./environment.ts";
import { flowControlPolicyDomain } from "./flow-control-policy.ts";
import { identityAccountDomain } from "./identity-account.ts";
import { organizationDomain } from "./organization.ts";
import { promotionPolicyDomain } from "./promotion-policy.ts";

/** All that the sandbox serves, in the order in which it is seeded. */
export const domains: readonly Domain[] = [
  identityAccountDomain,
  organizationDomain,
  environmentDomain,
  promotionPolicyDomain,
  flowControlPolicyDomain,
];

export const services = domains.flatMap(({ services }) => services);
export const specials = domains.flatMap(({ specials = [] }) => specials);
export const seeds = domains.flatMap(({ seed }) => seed ?? []);
