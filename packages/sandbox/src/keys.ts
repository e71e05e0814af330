/**
 * The API keys of every seeded sandbox. They open nothing else, so they may be written down.
 *
 * - `owner`, `member` and `viewer` are Ada, Max and Vera, who have that role in the organization `acme`.
 * - `outsider` is Otto, who owns the organization `globex` and has nothing to do with `acme`.
 */
export const sandboxKeys = {
  owner: "sandbox-owner-key",
  member: "sandbox-member-key",
  viewer: "sandbox-viewer-key",
  outsider: "sandbox-outsider-key",
} as const;
