import type { ApiResourceRefView, RoleGrant } from "@planton-mcp/api/iam/iampolicy/v2/io";
import { IamPolicyV2QueryController } from "@planton-mcp/api/iam/iampolicy/v2/query";
import { defineWorkflow, pageOf, paging } from "@planton-mcp/core";
import * as z from "zod";
import { findResource, resourceReads } from "./find-resource.ts";
import { resourceId, resourceKind } from "./kinds.ts";

const { listResourceAccessByPrincipal, listResourceAccessByRole } = IamPolicyV2QueryController.method;

export const listResourcePolicies = defineWorkflow({
  name: "list_resource_policies",
  title: "List who has access to a resource",
  description:
    "Lists who has which role on a resource, by principal or by role; inherited ones are marked with where they come from.",
  effect: "read",
  input: {
    resource_kind: resourceKind,
    resource_id: resourceId,
    by: z.enum(["principal", "role"]).default("principal"),
    include_inherited: z.boolean().default(false).describe("Also roles from what holds it"),
    ...paging,
  },
  example: { resource_kind: "organization", resource_id: "acme" },
  formerly: ["list_resource_access"],
  keywords: ["permission", "members", "share", "iam"],
  reads: [...resourceReads, listResourceAccessByPrincipal, listResourceAccessByRole],
  run: async ({ resource_kind, resource_id, by, include_inherited: includeInherited, ...paging }, { read }) => {
    const { kind, id } = await findResource(resource_kind, resource_id, read);
    const request = { resource: { kind, id }, includeInherited };
    const what = { resource: { kind, id }, include_inherited: includeInherited };
    if (by === "role") {
      const { entries } = await read(listResourceAccessByRole, request);
      const rows = entries.map(({ role, principals }) => ({
        ...roleRow(role),
        principals: principals.map(principalRow),
      }));
      return { ...what, ...pageOf(rows, paging) };
    }
    const { entries } = await read(listResourceAccessByPrincipal, request);
    const rows = entries.map(({ principal, roles }) => ({ ...principalRow(principal), roles: roles.map(roleRow) }));
    return { ...what, ...pageOf(rows, paging) };
  },
});

/** A principal by which to know it; of a team, how many are in it. */
export function principalRow(view: ApiResourceRefView | undefined) {
  const { kind, id, name, email, members = [] } = view ?? {};
  return {
    kind,
    id,
    name: name || undefined,
    email: email || undefined,
    members: kind === "team" ? members.length : undefined,
  };
}

/** A role, and where it comes from if it is inherited. */
export function roleRow(grant: RoleGrant | undefined) {
  const { role, ownerResource, isInherited } = grant ?? {};
  const from = isInherited ? `${ownerResource?.kind} ${ownerResource?.id}` : undefined;
  return { role: role?.code || role?.name, inherited_from: from };
}
