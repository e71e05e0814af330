import { IamPolicyV2CommandController } from "@planton-mcp/api/iam/iampolicy/v2/command";
import { defineWorkflow } from "@planton-mcp/core";
import * as z from "zod";
import { findPolicies, inAnswer, policyCoordinates, policyReads, supposed } from "./find-policy.ts";
import { force, lockOutReads, refuseLockOut } from "./lock-out.ts";
import { roleCodes, roleReads } from "./roles.ts";

const { upsert } = IamPolicyV2CommandController.method;

export const upsertIamPolicies = defineWorkflow({
  name: "upsert_iam_policies",
  title: "Set someone's roles on a resource",
  description:
    "Makes the given roles the only ones that a person, team or service account has on a resource itself; others there are dropped. To take all away, use revoke_access.",
  effect: "authorize",
  input: {
    ...policyCoordinates,
    relations: z.array(z.string().min(1)).min(1).describe("All the roles to have"),
    force,
  },
  example: {
    principal_kind: "identity_account",
    principal_id: "max@acme.example",
    resource_kind: "organization",
    resource_id: "acme",
    relations: ["viewer"],
  },
  keywords: ["sync", "replace", "permission", "declarative", "access"],
  undo: "The same call with the roles that the plan shows as dropped and kept restores them.",
  reads: [...policyReads, ...roleReads, ...lockOutReads],
  writes: [upsert],
  prepare: async (args, context) => {
    const found = await findPolicies(args, context);
    const { principal, resource, access, own, target } = found;
    const question = { resourceKind: resource.kind, principalType: principal.kind, argument: "relations" };
    const relations = [...new Set(await roleCodes(args.relations, question, context.read))];
    const has = own.map(({ role }) => role);
    const added = relations.filter((role) => !has.includes(role));
    const dropped = has.filter((role) => !relations.includes(role));
    const members = own[0]?.members ?? [];
    const after = [
      ...access.filter((grant) => !own.includes(grant) || !dropped.includes(grant.role)),
      ...added.map((role) => ({ ...supposed(found, role), members })),
    ];
    const consequences = await refuseLockOut({ resource, before: access, after, force: args.force }, context.read);
    const request = context.check(upsert, {
      principal: { kind: principal.kind, id: principal.id },
      resource: { kind: resource.kind, id: resource.id },
      relations,
    });
    const isChange = added.length + dropped.length > 0;
    return {
      target,
      changes: [
        ...added.map((role) => ({ field: role, to: "granted" })),
        ...dropped.map((role) => ({ field: role, from: "granted" })),
      ],
      warnings: [...principal.warnings, ...consequences],
      commit: async (write) => {
        if (isChange) await write(upsert, request);
        const kept = relations.filter((role) => has.includes(role));
        return { outcome: isChange ? "updated" : "unchanged", ...inAnswer(found), added, dropped, kept };
      },
    };
  },
});
