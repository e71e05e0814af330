import type { Domain } from "./domain.ts";
import { environmentDomain } from "./environment.ts";
import { identityAccountDomain } from "./identity-account.ts";
import { organizationDomain } from "./organization.ts";

/** All that the sandbox serves, in the order in which it is seeded. */
export const domains: readonly Domain[] = [identityAccountDomain, organizationDomain, environmentDomain];

export const services = domains.flatMap(({ services }) => services);
export const specials = domains.flatMap(({ specials = [] }) => specials);
export const seeds = domains.flatMap(({ seed }) => seed ?? []);
