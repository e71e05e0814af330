import { IamPolicyV2CommandController } from "@planton-mcp/api/iam/iampolicy/v2/command";
import { defineWorkflow, org, text } from "@planton-mcp/core";
import { findPolicies, inAnswer, policyReads } from "./find-policy.ts";
import { labelOf } from "./find-resource.ts";
import { force, lockOutReads, refuseLockOut } from "./lock-out.ts";

const { revokeOrgAccess: revoke } = IamPolicyV2CommandController.method;

export const revokeOrgAccess = defineWorkflow({
  name: "revoke_org_access",
  title: "Revoke all access to an organization",
  description:
    "Takes from one person everything that they have in an organization, as when they leave. For a single role use revoke_access.",
  effect: "destroy",
  input: { org, identity_account_id: text("Identity account id, or e-mail address"), force },
  example: { org: "acme", identity_account_id: "vera@acme.example" },
  keywords: ["offboard", "remove", "member", "user", "kick"],
  reads: [...policyReads, ...lockOutReads],
  writes: [revoke],
  prepare: async ({ org, identity_account_id, force }, context) => {
    const args = { principal_kind: "identity_account", resource_kind: "organization", resource_id: org } as const;
    const found = await findPolicies({ ...args, principal_id: identity_account_id }, context);
    const { principal, resource, access, own, target } = found;
    const after = access
      .filter((grant) => grant.principal.id !== principal.id)
      .map((grant) => ({ ...grant, members: grant.members.filter((id) => id !== principal.id) }));
    const consequences = await refuseLockOut({ resource, before: access, after, force }, context.read);
    const request = context.check(revoke, { identityAccountId: principal.id, organizationId: resource.id });
    return {
      target,
      changes: own.map(({ role }) => ({ field: `${role} on organization ${resource.id}`, from: "granted" })),
      warnings: [
        ...principal.warnings,
        ...consequences,
        `${labelOf(principal)} also loses every role on what is in the organization; the API lists these only afterwards.`,
      ],
      commit: async (write) => {
        const { entries } = await write(revoke, request);
        const revoked = entries.map(({ spec }) => ({
          role: spec?.relation,
          kind: spec?.resource?.kind,
          id: spec?.resource?.id,
        }));
        return {
          outcome: revoked.length === 0 ? "unchanged" : "revoked",
          ...inAnswer(found),
          count: revoked.length,
          revoked,
        };
      },
    };
  },
});
