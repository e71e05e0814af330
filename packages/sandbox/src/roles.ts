import { ApiResourceIamPermissionSchema } from "@planton-mcp/api/iam/iampolicy/v1/rpcauthorization/iam_permission";

/**
 * What roles there are and what they may do. The contract names permissions but no roles, so this table is the sandbox's
 * own invention; the platform's roles may differ.
 *
 * | role       | granted on                | may                                                                          |
 * | ---------- | ------------------------- | ---------------------------------------------------------------------------- |
 * | `viewer`   | anything                  | read it and who may do what with it: `get`, `can_list`, `iam_policy_get`      |
 * | `member`   | organization, environment | also create; and update environments and what is in them, but nothing else    |
 * | `owner`    | anything                  | everything, but for what is the platform's                                    |
 * | `operator` | the platform              | everything. Nobody can grant it, and the seed grants it to nobody             |
 *
 * A role on a resource holds for all that the resource holds: one on an organization for its environments, teams and
 * service accounts, one on an environment for what is in it. A role that is granted to a team holds for its members.
 */
interface Role {
  readonly code: string;
  readonly name: string;
  readonly description: string;
  /** Whether it can be granted on a resource of this kind. */
  readonly isFor: (kind: string) => boolean;
  /** `within` names the kinds from the resource itself outwards: `["environment", "organization", "platform"]`. */
  readonly allows: (permission: string, within: readonly string[]) => boolean;
}

const reading: ReadonlySet<string> = new Set(["get", "can_list", "iam_policy_get"]);

/** Permissions that mean something on the platform only. */
const ofPlatform: ReadonlySet<string> = new Set([
  "back_office_admin",
  "login_to_back_office",
  "operator",
  "platform",
  "platform_viewer",
]);

/** From the least to the most; each of them includes the ones before. */
const roles: readonly Role[] = [
  {
    code: "viewer",
    name: "Viewer",
    description: "Reads it, and who may do what with it",
    isFor: () => true,
    allows: (permission) => reading.has(permission),
  },
  {
    code: "member",
    name: "Member",
    description: "Reads and creates, and updates environments and what is in them; deletes nothing",
    isFor: (kind) => kind === "organization" || kind === "environment",
    allows: (permission, within) =>
      reading.has(permission) ||
      /(^|_)create$/.test(permission) ||
      (permission === "update" && within.includes("environment")),
  },
  {
    code: "owner",
    name: "Owner",
    description: "Does everything, and says who may do what",
    isFor: () => true,
    allows: (permission) => !ofPlatform.has(permission),
  },
  {
    code: "operator",
    name: "Operator",
    description: "Runs the platform",
    isFor: (kind) => kind === "platform",
    allows: () => true,
  },
];

/** Kinds of principals that a role can be granted to. A service account is a principal as its identity account. */
export const principalKinds = ["identity_account", "team"] as const;

const roleCodes = roles.map(({ code }) => code);

/** The roles that can be granted on a resource of a kind, from the least to the most. */
export function rolesFor(kind: string): readonly Pick<Role, "code" | "name" | "description">[] {
  return roles.filter((role) => role.isFor(kind));
}

/** What `checkAuthorization` may be asked about: the contract's permissions and the roles. */
export function isRelation(text: string): boolean {
  return roleCodes.includes(text) || ApiResourceIamPermissionSchema.values.some(({ name }) => name === text);
}

/** Whether a role gives a permission or, asked for a role, is or includes that one. */
export function allows(code: string, relation: string, within: readonly string[]): boolean {
  const role = roles.find((candidate) => candidate.code === code);
  if (role === undefined) return false;
  if (roleCodes.includes(relation)) return roleCodes.indexOf(relation) <= roleCodes.indexOf(code);
  return role.allows(relation, within);
}
