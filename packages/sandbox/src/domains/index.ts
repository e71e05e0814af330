import { apiKeyDomain } from "./api-key.ts";
import { cloudResourceDomain } from "./cloud-resource.ts";
import { cloudResourceSearchDomain } from "./cloud-resource-search.ts";
import { connectionDomain } from "./connection.ts";
import { defaultProviderConnectionDomain } from "./default-provider-connection.ts";
import { defaultRunnerBindingDomain } from "./default-runner-binding.ts";
import type { Domain } from "./domain.ts";
import { environmentDomain } from "./environment.ts";
import { flowControlPolicyDomain } from "./flow-control-policy.ts";
import { githubDomain } from "./github.ts";
import { graphDomain } from "./graph.ts";
import { iamPolicyDomain } from "./iam-policy.ts";
import { iamRoleDomain } from "./iam-role.ts";
import { identityAccountDomain } from "./identity-account.ts";
import { infraHubCatalogDomain } from "./infra-hub-catalog.ts";
import { infraPipelineDomain } from "./infra-pipeline.ts";
import { infraProjectDomain } from "./infra-project.ts";
import { organizationDomain } from "./organization.ts";
import { promotionPolicyDomain } from "./promotion-policy.ts";
import { providerConnectionAuthorizationDomain } from "./provider-connection-authorization.ts";
import { runnerRegistrationDomain } from "./runner-registration.ts";
import { searchDomain } from "./search.ts";
import { secretDomain } from "./secret.ts";
import { serviceAccountDomain } from "./service-account.ts";
import { stackJobDomain } from "./stack-job.ts";
import { teamDomain } from "./team.ts";
import { userInvitationDomain } from "./user-invitation.ts";
import { workDomain } from "./work.ts";

/** All that the sandbox serves, in the order in which it is seeded. */
const domains: readonly Domain[] = [
  identityAccountDomain,
  organizationDomain,
  environmentDomain,
  promotionPolicyDomain,
  flowControlPolicyDomain,
  cloudResourceDomain,
  cloudResourceSearchDomain,
  stackJobDomain,
  infraPipelineDomain,
  infraProjectDomain,
  graphDomain,
  infraHubCatalogDomain,
  workDomain,
  teamDomain,
  apiKeyDomain,
  serviceAccountDomain,
  userInvitationDomain,
  iamRoleDomain,
  iamPolicyDomain,
  searchDomain,
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
export const streams = domains.flatMap(({ streams = [] }) => streams);
export const seeds = domains.flatMap(({ seed }) => seed ?? []);
