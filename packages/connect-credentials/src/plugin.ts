import { definePlugin } from "@planton-mcp/core";
import { applyCredential } from "./apply-credential.ts";
import { applyDefaultProviderConnection } from "./apply-default-provider-connection.ts";
import { applyDefaultRunnerBinding } from "./apply-default-runner-binding.ts";
import { applyProviderConnectionAuthorization } from "./apply-provider-connection-authorization.ts";
import { applyRunnerRegistration } from "./apply-runner-registration.ts";
import { checkCredentialSlugAvailability } from "./check-credential-slug-availability.ts";
import { configureGithubWebhook } from "./configure-github-webhook.ts";
import { credentialSchema } from "./credential-schema.ts";
import { credentialTypes } from "./credential-types.ts";
import { deleteCredential } from "./delete-credential.ts";
import { deleteDefaultProviderConnection } from "./delete-default-provider-connection.ts";
import { deleteDefaultRunnerBinding } from "./delete-default-runner-binding.ts";
import { deleteProviderConnectionAuthorization } from "./delete-provider-connection-authorization.ts";
import { deleteRunnerRegistration } from "./delete-runner-registration.ts";
import { generateRunnerCredentials } from "./generate-runner-credentials.ts";
import { getCredential } from "./get-credential.ts";
import { getDefaultProviderConnection } from "./get-default-provider-connection.ts";
import { getDefaultRunnerBinding } from "./get-default-runner-binding.ts";
import { getGithubInstallationInfo } from "./get-github-installation-info.ts";
import { getGithubInstallationToken } from "./get-github-installation-token.ts";
import { getProviderConnectionAuthorization } from "./get-provider-connection-authorization.ts";
import { getRunnerRegistration } from "./get-runner-registration.ts";
import { listGithubRepositories } from "./list-github-repositories.ts";
import { listRunnerRegistrations } from "./list-runner-registrations.ts";
import { regenerateRunnerCredentials } from "./regenerate-runner-credentials.ts";
import { removeGithubWebhook } from "./remove-github-webhook.ts";
import { resolveDefaultProviderConnection } from "./resolve-default-provider-connection.ts";
import { resolveDefaultRunnerBinding } from "./resolve-default-runner-binding.ts";
import { searchCredentials } from "./search-credentials.ts";
import { syncProviderConnectionAuthorization } from "./sync-provider-connection-authorization.ts";

export const plugin = definePlugin({
  name: "connect-credentials",
  title: "Credentials",
  description: "How the platform reaches clouds, Git hosts, registries and state backends: the API's connections.",
  tools: [
    applyCredential,
    checkCredentialSlugAvailability,
    deleteCredential,
    getCredential,
    searchCredentials,
    applyDefaultProviderConnection,
    applyDefaultRunnerBinding,
    applyProviderConnectionAuthorization,
    applyRunnerRegistration,
    configureGithubWebhook,
    deleteDefaultProviderConnection,
    deleteDefaultRunnerBinding,
    deleteProviderConnectionAuthorization,
    deleteRunnerRegistration,
    generateRunnerCredentials,
    getDefaultProviderConnection,
    getDefaultRunnerBinding,
    getGithubInstallationInfo,
    getGithubInstallationToken,
    getProviderConnectionAuthorization,
    getRunnerRegistration,
    listGithubRepositories,
    listRunnerRegistrations,
    regenerateRunnerCredentials,
    removeGithubWebhook,
    resolveDefaultProviderConnection,
    resolveDefaultRunnerBinding,
    syncProviderConnectionAuthorization,
  ],
  resources: [credentialSchema, credentialTypes],
});
