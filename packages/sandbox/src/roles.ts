/**
 * What a role may do. The contract names permissions but no roles, so this table is the sandbox's own invention; the
 * platform's roles may differ.
 *
 * - `viewer` reads.
 * - `member` also creates, and updates environments and what is in them; deletes nothing, and leaves the organization
 *   and what belongs to it directly as it is.
 * - `owner` may do everything to what the grant is on and to all that it holds.
 * - `operator` runs the platform. It means something on the platform only, and the seed grants it to nobody.
 */
export const roles = ["viewer", "member", "owner", "operator"] as const;

export type Role = (typeof roles)[number];

/** `within` names the kinds from the resource itself outwards: `["environment", "organization", "platform"]`. */
export function allows(role: string, permission: string, within: readonly string[]): boolean {
  switch (role) {
    case "viewer":
      return permission === "get" || permission === "can_list";
    case "member":
      return (
        allows("viewer", permission, within) ||
        /(^|_)create$/.test(permission) ||
        (permission === "update" && within.includes("environment"))
      );
    case "owner":
    case "operator":
      return true;
    default:
      return false;
  }
}
