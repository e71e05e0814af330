import type { MessageInitShape } from "@bufbuild/protobuf";
import { ApiResourceKindSchema } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import type { IamRoleSchema } from "@planton-mcp/api/iam/iamrole/v1/api";
import { IamRoleQueryController } from "@planton-mcp/api/iam/iamrole/v1/query";
import { notFound } from "../failures.ts";
import { special } from "../handler.ts";
import { principalKinds, rolesFor } from "../roles.ts";
import { seedId } from "../seed.ts";
import type { Domain } from "./domain.ts";

type IamRole = MessageInitShape<typeof IamRoleSchema> & { readonly metadata: { readonly id: string } };

/** Every role that the table knows, as the API shows it: one for each kind of resource and of principal. */
const all: readonly IamRole[] = ApiResourceKindSchema.values
  .filter(({ number }) => number !== 0)
  .flatMap(({ name: resourceKind, number }) =>
    principalKinds
      .flatMap((principalType) => rolesFor(resourceKind).map((role) => ({ principalType, ...role })))
      .map(({ principalType, code, name, description }, index) => ({
        apiVersion: "iam.planton.ai/v1",
        kind: "IamRole",
        // By the number of the kind, so that a new kind leaves the ids of the others as they are.
        metadata: { id: seedId("role", number * 100 + index + 1), name, slug: code },
        spec: { roleCode: code, principalType, resourceKind, description },
      })),
  );

const byId = new Map(all.map((role) => [role.metadata.id, role]));

export function findRole(id: string): IamRole | undefined {
  return byId.get(id);
}

/** The role of a code that people can be given on a kind of resource. */
export function roleOf(code: string, kind: string, principalType: string): IamRole | undefined {
  return rolesOn(kind, principalType).find(({ spec }) => spec?.roleCode === code);
}

function rolesOn(kind: string, principalType: string): readonly IamRole[] {
  return all.filter(({ spec }) => spec?.resourceKind === kind && spec.principalType === principalType);
}

export const iamRoleDomain: Domain = {
  services: [IamRoleQueryController],
  specials: [
    special(IamRoleQueryController.method.get, (_, { value }) => {
      const role = findRole(value);
      if (role === undefined) throw notFound("iam_role", value);
      return role;
    }),
    special(
      IamRoleQueryController.method.findByApiResourceKindAndPrincipalType,
      (_, { resourceKind, principalType }) => ({ entries: [...rolesOn(resourceKind, principalType)] }),
    ),
  ],
};
