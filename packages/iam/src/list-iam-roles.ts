import { IamRoleQueryController } from "@planton-mcp/api/iam/iamrole/v1/query";
import { defineTool } from "@planton-mcp/core";
import { roleFacts } from "./get-iam-role.ts";
import { kindNamed, principalType, resourceKind } from "./kinds.ts";

export const listIamRoles = defineTool({
  name: "list_iam_roles",
  title: "List roles",
  description:
    "Lists the roles that can be granted on a kind of resource to a kind of principal. The API tells no permissions of them.",
  effect: "read",
  input: { resource_kind: resourceKind, principal_type: principalType },
  example: { resource_kind: "organization", principal_type: "identity_account" },
  formerly: ["list_iam_roles_for_resource_kind"],
  keywords: ["permission", "relation"],
  rpc: IamRoleQueryController.method.findByApiResourceKindAndPrincipalType,
  request: ({ resource_kind, principal_type }) => ({
    resourceKind: kindNamed("resource_kind", resource_kind),
    principalType: principal_type,
  }),
  project: ({ entries }) => ({ count: entries.length, entries: entries.map(roleFacts) }),
});
