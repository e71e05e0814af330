import { ApiResourceIamPermissionSchema } from "@planton-mcp/api/iam/iampolicy/v1/rpcauthorization/iam_permission";
import type { IamRole } from "@planton-mcp/api/iam/iamrole/v1/api";
import { IamRoleQueryController } from "@planton-mcp/api/iam/iamrole/v1/query";
import { invalidArguments, nearest, type Send } from "@planton-mcp/core";

const { findByApiResourceKindAndPrincipalType } = IamRoleQueryController.method;

export const roleReads = [findByApiResourceKindAndPrincipalType];

const permissions = ApiResourceIamPermissionSchema.values.filter(({ number }) => number !== 0).map(({ name }) => name);

/** What roles are asked for by: whose, on what, and the argument that named them. */
export interface RoleQuestion {
  readonly resourceKind: string;
  readonly principalType: string;
  readonly argument: string;
}

/**
 * The roles that are meant, each by its code, id or name, in any case. Throws a failure that names the nearest. Where the
 * API lists no roles at all for these kinds, nothing can be held against them: then it has the last word.
 */
export async function rolesNamed(
  given: readonly string[],
  question: RoleQuestion,
  read: Send,
): Promise<readonly Pick<IamRole, "metadata" | "spec">[]> {
  const { resourceKind, principalType } = question;
  const { entries } = await read(findByApiResourceKindAndPrincipalType, { resourceKind, principalType });
  return given.map((text) => roleAmong(entries, text, question));
}

/** The codes of the roles that are meant. */
export async function roleCodes(
  given: readonly string[],
  question: RoleQuestion,
  read: Send,
): Promise<readonly string[]> {
  const roles = await rolesNamed(given, question, read);
  return roles.map(({ spec }, index) => spec?.roleCode || (given[index] ?? ""));
}

/** A permission of the contract's, or the code of a role. Only what is no permission costs a look-up. */
export async function relationNamed(given: string, question: RoleQuestion, read: Send): Promise<string> {
  const permission = permissions.find((name) => name === given.toLowerCase());
  if (permission !== undefined) return permission;
  const { resourceKind, principalType, argument } = question;
  const { entries } = await read(findByApiResourceKindAndPrincipalType, { resourceKind, principalType });
  const role = entries.find((entry) => isMeant(entry, given));
  if (role?.spec !== undefined) return role.spec.roleCode;
  const near = nearest(given, [...permissions, ...codesOf(entries)]);
  const meant = near === undefined ? "It is a permission like get or update, or a role." : `Did you mean ${near}?`;
  throw invalidArguments([{ argument, message: `There is no permission and no role "${given}". ${meant}` }]);
}

function roleAmong(
  entries: readonly IamRole[],
  given: string,
  { resourceKind, principalType, argument }: RoleQuestion,
) {
  const role = entries.find((entry) => isMeant(entry, given));
  if (role !== undefined) return role;
  if (entries.length === 0) return { metadata: undefined, spec: undefined };
  const codes = codesOf(entries);
  const near = nearest(given, codes);
  const meant = near === undefined ? "" : ` Did you mean ${near}?`;
  const message = `${principalType} has no role "${given}" on ${resourceKind}.${meant} There are ${codes.join(", ")}.`;
  throw invalidArguments([{ argument, message }], "list_iam_roles says what each of them is.");
}

function isMeant({ metadata, spec }: IamRole, given: string): boolean {
  const text = given.toLowerCase();
  return [spec?.roleCode, metadata?.id, metadata?.name].some((name) => name?.toLowerCase() === text);
}

function codesOf(entries: readonly IamRole[]): readonly string[] {
  return entries.flatMap(({ spec }) => spec?.roleCode ?? []);
}
