import type { IamRole } from "@planton-mcp/api/iam/iamrole/v1/api";
import { IamRoleQueryController } from "@planton-mcp/api/iam/iamrole/v1/query";
import { defineTool, text } from "@planton-mcp/core";

export const getIamRole = defineTool({
  name: "get_iam_role",
  title: "Get a role",
  description: "Reads one role: its code, for which principals and kind of resource it is, and what it is for.",
  effect: "read",
  input: { id: text("Role id") },
  example: { id: "role_01kseed0000000000000001202" },
  keywords: ["permission", "relation"],
  rpc: IamRoleQueryController.method.get,
  request: ({ id }) => ({ value: id }),
  project: (role) => ({ ...roleFacts(role), permissions: "The API does not tell the permissions of a role." }),
});

/** All that the API tells of a role. */
export function roleFacts({ metadata, spec }: IamRole) {
  return {
    id: metadata?.id,
    role: spec?.roleCode,
    name: metadata?.name,
    description: spec?.description || undefined,
    resource_kind: spec?.resourceKind,
    principal_type: spec?.principalType,
  };
}
