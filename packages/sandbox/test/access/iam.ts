import { seeded } from "../scene.ts";
import { type AccessTable, denied, everyone, makers, members, type Outcomes, ownerOnly } from "./outcomes.ts";

const acme = { kind: "organization", id: "acme" };
const vera = { kind: "identity_account", id: seeded.vera };
const policy = { principal: vera, resource: acme, relation: "member" };
const known = { ...policy, relation: "viewer" };
const soon = { seconds: 4_102_444_800n };

const ada = { value: seeded.adasKey };
const adaOnly: Outcomes = ["OK", ...denied];

/** What the iam tools call: teams, keys, service accounts, invitations, roles, policies, and the search for teams. */
export const iamAccess: AccessTable = {
  "TeamCommandController/create": [{ metadata: { org: "acme", name: "New" } }, makers],
  "TeamCommandController/update": [{ metadata: { id: seeded.platformTeam } }, ownerOnly],
  "TeamCommandController/delete": [{ value: seeded.platformTeam }, ownerOnly],
  "TeamQueryController/get": [{ value: seeded.platformTeam }, members],
  "ApiResourceSearchQueryController/searchByKind": [{ org: "acme", apiResourceKind: 13 }, members],

  "ApiKeyCommandController/create": [{ metadata: { name: "ci" }, spec: { expiresAt: soon } }, everyone],
  "ApiKeyCommandController/update": [
    { metadata: { id: seeded.adasKey } },
    ["Unimplemented", "Unimplemented", "Unimplemented", "Unimplemented"],
  ],
  "ApiKeyCommandController/delete": [ada, adaOnly],
  "ApiKeyQueryController/get": [ada, adaOnly],
  "ApiKeyQueryController/findAll": [{}, everyone],

  "ServiceAccountCommandController/create": [{ metadata: { org: "acme" }, spec: { displayName: "Bot" } }, ownerOnly],
  "ServiceAccountCommandController/update": [{ metadata: { id: seeded.deployer } }, ownerOnly],
  "ServiceAccountCommandController/delete": [{ value: seeded.deployer }, ownerOnly],
  "ServiceAccountCommandController/createKey": [{ value: seeded.deployer }, ownerOnly],
  "ServiceAccountCommandController/revokeKey": [
    { serviceAccountId: seeded.deployer, apiKeyId: seeded.deployersKey },
    ownerOnly,
  ],
  "ServiceAccountQueryController/get": [{ value: seeded.deployer }, members],
  "ServiceAccountQueryController/findByOrg": [{ value: "acme" }, members],
  "ServiceAccountQueryController/listKeys": [{ value: seeded.deployer }, members],

  "UserInvitationCommandController/create": [
    { org: "acme", email: "someone@acme.example", iamRoleIds: [seeded.memberRole] },
    ownerOnly,
  ],
  "UserInvitationQueryController/findByOrgByStatus": [{ org: "acme", status: 1 }, members],

  "IamRoleQueryController/get": [{ value: seeded.memberRole }, everyone],
  "IamRoleQueryController/findByApiResourceKindAndPrincipalType": [
    { resourceKind: "organization", principalType: "team" },
    everyone,
  ],

  "IamPolicyV2CommandController/create": [policy, ownerOnly],
  "IamPolicyV2CommandController/delete": [known, ownerOnly],
  "IamPolicyV2CommandController/upsert": [{ principal: vera, resource: acme, relations: ["member"] }, ownerOnly],
  "IamPolicyV2CommandController/revokeOrgAccess": [
    { identityAccountId: seeded.vera, organizationId: "acme" },
    ownerOnly,
  ],
  // Policies are kept as grants, and are no resources.
  "IamPolicyV2QueryController/get": [{ value: "iamp_1" }, ["NotFound", "NotFound", "NotFound", "NotFound"]],
  "IamPolicyV2QueryController/listResourceAccessByPrincipal": [{ resource: acme }, members],
  "IamPolicyV2QueryController/listResourceAccessByRole": [{ resource: acme, includeInherited: true }, members],
  "IamPolicyV2QueryController/getPrincipalResourceRoles": [{ principal: vera, resource: acme }, members],
  "IamPolicyV2QueryController/checkAuthorization": [{ policy: known }, everyone],
  "IamPolicyV2QueryController/listAuthorizedPrincipals": [
    { resource: acme, principalKind: "identity_account", relation: "iam_policy_update" },
    members,
  ],
  "IamPolicyV2QueryController/listPrincipals": [{ orgId: "acme", principalKind: 11 }, members],
};
