import { IamPolicyV2CommandController } from "@planton-mcp/api/iam/iampolicy/v2/command";
import { defineWorkflow, text } from "@planton-mcp/core";
import { findPolicies, inAnswer, policyCoordinates, policyReads } from "./find-policy.ts";
import { roleCodes, roleReads } from "./roles.ts";

const { create } = IamPolicyV2CommandController.method;

export const grantAccess = defineWorkflow({
  name: "grant_access",
  title: "Grant access",
  description:
    "Gives a person, team or service account one more role on a resource and all that it holds. list_iam_roles tells the roles.",
  effect: "authorize",
  input: { ...policyCoordinates, relation: text("Role to give") },
  example: {
    principal_kind: "identity_account",
    principal_id: "vera@acme.example",
    resource_kind: "environment",
    resource_id: "env_01kseed0000000000000000001",
    relation: "member",
  },
  formerly: ["create_iam_policy"],
  keywords: ["permission", "share", "add", "policy", "allow"],
  undo: "revoke_access with the same arguments takes it back.",
  reads: [...policyReads, ...roleReads],
  writes: [create],
  prepare: async (args, context) => {
    const found = await findPolicies(args, context);
    const { principal, resource, own, target } = found;
    const question = { resourceKind: resource.kind, principalType: principal.kind, argument: "relation" };
    const [role = args.relation] = await roleCodes([args.relation], question, context.read);
    const isGranted = own.some((grant) => grant.role === role);
    const spec = { principal: ref(principal), resource: ref(resource), relation: role };
    const request = context.check(create, spec);
    return {
      target,
      changes: isGranted ? [] : [{ field: role, to: "granted" }],
      warnings: [...principal.warnings, ...(role === "owner" && !isGranted ? [ownerWarning] : [])],
      commit: async (write) => {
        if (!isGranted) await write(create, request);
        return { outcome: isGranted ? "unchanged" : "granted", ...inAnswer(found), role };
      },
    };
  },
});

const ownerWarning = "An owner may do everything to it, and give and take away the access of others.";

function ref({ kind, id }: { readonly kind: string; readonly id: string }) {
  return { kind, id };
}
