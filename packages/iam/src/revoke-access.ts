import { IamPolicyV2CommandController } from "@planton-mcp/api/iam/iampolicy/v2/command";
import { defineWorkflow, Failure, text } from "@planton-mcp/core";
import { grantInWords, reaches } from "./find-access.ts";
import { findPolicies, inAnswer, type Policies, policyCoordinates, policyReads } from "./find-policy.ts";
import { labelOf } from "./find-resource.ts";
import { force, lockOutReads, refuseLockOut } from "./lock-out.ts";
import { roleCodes, roleReads } from "./roles.ts";

const { delete: remove } = IamPolicyV2CommandController.method;

export const revokeAccess = defineWorkflow({
  name: "revoke_access",
  title: "Revoke access",
  description:
    "Takes one role on a resource from a person, team or service account. A role that is inherited is revoked where it was granted.",
  effect: "destroy",
  input: { ...policyCoordinates, relation: text("Role to take away"), force },
  example: {
    principal_kind: "identity_account",
    principal_id: "vera@acme.example",
    resource_kind: "organization",
    resource_id: "acme",
    relation: "viewer",
  },
  formerly: ["delete_iam_policy"],
  keywords: ["permission", "remove", "policy", "unshare"],
  undo: "grant_access with the same arguments gives it back.",
  reads: [...policyReads, ...roleReads, ...lockOutReads],
  writes: [remove],
  prepare: async (args, context) => {
    const found = await findPolicies(args, context);
    const { principal, resource, access, own, target } = found;
    const question = { resourceKind: resource.kind, principalType: principal.kind, argument: "relation" };
    const [role = args.relation] = await roleCodes([args.relation], question, context.read);
    const lost = own.find((grant) => grant.role === role);
    if (lost === undefined) throw notGranted(found, role);
    const after = access.filter((grant) => grant !== lost);
    const consequences = await refuseLockOut({ resource, before: access, after, force: args.force }, context.read);
    const left = after
      .filter((grant) => reaches(grant, principal.id))
      .map((grant) => grantInWords(grant, principal.id));
    const { kind, id } = lost.principal;
    const spec = { principal: { kind, id }, resource: { kind: resource.kind, id: resource.id }, relation: role };
    const request = context.check(remove, spec);
    return {
      target,
      changes: [{ field: role, from: "granted" }],
      warnings: [...consequences, ...(left.length === 0 ? [] : [`${labelOf(principal)} keeps ${left.join("; ")}.`])],
      commit: async (write) => {
        await write(remove, request);
        return { outcome: "revoked", ...inAnswer(found), role, still_has: left };
      },
    };
  },
});

function notGranted({ principal, resource, access }: Policies, role: string): Failure {
  const has = access.filter((grant) => reaches(grant, principal.id)).map((grant) => grantInWords(grant, principal.id));
  const instead = has.length === 0 ? "There it has no role at all." : `There it has: ${has.join("; ")}.`;
  return new Failure({
    code: "not_found",
    message: `${labelOf(principal)} has not been granted ${role} on ${resource.kind} ${labelOf(resource)} itself. ${instead}`,
    next: "Revoke what is there, on the resource or for the team that it comes from.",
  });
}
