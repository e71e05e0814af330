import { definePlugin } from "@planton-mcp/core";
import { applyTeam } from "./apply-team.ts";
import { checkAuthorization } from "./check-authorization.ts";
import { createApiKey } from "./create-api-key.ts";
import { createServiceAccount } from "./create-service-account.ts";
import { createServiceAccountKey } from "./create-service-account-key.ts";
import { deleteApiKey } from "./delete-api-key.ts";
import { deleteServiceAccount } from "./delete-service-account.ts";
import { deleteTeam } from "./delete-team.ts";
import { getIamRole } from "./get-iam-role.ts";
import { getIdentityAccount } from "./get-identity-account.ts";
import { getServiceAccount } from "./get-service-account.ts";
import { getTeam } from "./get-team.ts";
import { grantAccess } from "./grant-access.ts";
import { inviteMember } from "./invite-member.ts";
import { listApiKeys } from "./list-api-keys.ts";
import { listIamRoles } from "./list-iam-roles.ts";
import { listInvitations } from "./list-invitations.ts";
import { listPrincipals } from "./list-principals.ts";
import { listResourcePolicies } from "./list-resource-policies.ts";
import { listServiceAccountKeys } from "./list-service-account-keys.ts";
import { listServiceAccounts } from "./list-service-accounts.ts";
import { listTeams } from "./list-teams.ts";
import { revokeAccess } from "./revoke-access.ts";
import { revokeOrgAccess } from "./revoke-org-access.ts";
import { revokeServiceAccountKey } from "./revoke-service-account-key.ts";
import { updateServiceAccount } from "./update-service-account.ts";
import { upsertIamPolicies } from "./upsert-iam-policies.ts";
import { whoami } from "./whoami.ts";

export const plugin = definePlugin({
  name: "iam",
  title: "Identity and access",
  description: "Who may do what: identities, teams, access, roles, API keys and service accounts.",
  tools: [
    applyTeam,
    checkAuthorization,
    createApiKey,
    createServiceAccountKey,
    createServiceAccount,
    deleteApiKey,
    deleteServiceAccount,
    deleteTeam,
    getIamRole,
    getIdentityAccount,
    getServiceAccount,
    getTeam,
    grantAccess,
    inviteMember,
    listApiKeys,
    listIamRoles,
    listInvitations,
    listPrincipals,
    listResourcePolicies,
    listServiceAccountKeys,
    listServiceAccounts,
    listTeams,
    revokeAccess,
    revokeOrgAccess,
    revokeServiceAccountKey,
    updateServiceAccount,
    upsertIamPolicies,
    whoami,
  ],
});
