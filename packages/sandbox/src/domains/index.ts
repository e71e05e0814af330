import { connectionDomain } from "./connection.ts";
import { defaultProviderConnectionDomain } from "./default-provider-connection.ts";
import { defaultRunnerBindingDomain } from "./default-runner-binding.ts";
import type { Domain } from "./domain.ts";
import { environmentDomain } from "./environment.ts";
import { githubDomain } from "./github.ts";
import { identityAccountDomain } from "./identity-account.ts";
import { organizationDomain } from "./organization.ts";
import { providerConnectionAuthorizationDomain } from "./provider-connection-authorization.ts";
import { runnerRegistrationDomain } from "./runner-registration.ts";
import { secretDomain } from "./secret.ts";

/** All that the sandbox serves, in the order in which it is seeded. */
export const domains: readonly Domain[] = [
  identityAccountDomain,
  organizationDomain,
  environmentDomain,
  secretDomain,
  connectionDomain,
  defaultProviderConnectionDomain,
  providerConnectionAuthorizationDomain,
  runnerRegistrationDomain,
  defaultRunnerBindingDomain,
  githubDomain,
];

export const services = domains.flatMap(({ services }) => services);
export const specials = domains.flatMap(({ specials = [] }) => specials);
export const seeds = domains.flatMap(({ seed }) => seed ?? []);
