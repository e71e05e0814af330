import type { Requirement } from "@planton-mcp/core/contract";
import { denied, notFound, unauthenticated } from "./failures.ts";
import { allows } from "./roles.ts";
import type { Grant, Principal, Store } from "./store.ts";

/** Id of the one platform, as the contract's `PlatformIdValue` names it. */
export const platformId = "planton_cloud";

/** What one caller may do, for the length of one call. */
export interface Access {
  /** Whether this call has been decided: a permission was asked for and granted, or the contract asks for none. */
  readonly granted: boolean;
  /** Lets the call through where the contract asks for no permission. */
  allow(): void;
  may(permission: string, kind: string, id: string): boolean;
  /** Throws `not_found` where there is no such resource, `permission_denied` where the caller lacks the permission. */
  require(permission: string, kind: string, id: string): void;
}

/** The identity that a key belongs to. Throws `unauthenticated` for a missing, unknown or expired key. */
export function authenticate(store: Store, key: string | undefined, at: Date): string {
  if (key === undefined || key === "") {
    throw unauthenticated("No API key was sent. Send one of the sandbox's keys as authorization: Bearer <key>.");
  }
  const found = store.findKey(key);
  if (found === undefined) throw unauthenticated("The sandbox does not know this API key.");
  if (found.expires !== undefined && found.expires <= at.getTime()) {
    throw unauthenticated(`This API key expired at ${new Date(found.expires).toISOString()}.`);
  }
  return found.identity;
}

/**
 * Decides by the roles that are granted to the caller, itself or as a member of a team, on the resource or on anything
 * that holds it, up to the platform. People may also read the accounts of those with whom they share an organization.
 * Without a caller everything is denied. `supposed` grants count as if they were there.
 */
export function createAccess(store: Store, caller: Principal | undefined, supposed: readonly Grant[] = []): Access {
  let known: readonly Grant[] | undefined;
  let granted = false;
  const chains = new Map<string, Chain | undefined>();

  const chainOf = (kind: string, id: string): Chain | undefined => {
    const key = `${kind}/${id}`;
    if (!chains.has(key)) chains.set(key, holders(store, kind, id));
    return chains.get(key);
  };
  const holds = (permission: string, chain: Chain): boolean => {
    if (caller === undefined) return false;
    if (permission === "get" && chain[0]?.kind === "identity_account" && mayKnow(store, caller, chain[0].id))
      return true;
    known ??= [...store.grantsOf(caller.id, caller.kind), ...supposed];
    const within = chain.map((link) => link.kind);
    return known.some(
      (grant) =>
        chain.some((link) => link.kind === grant.kind && link.id === grant.id) &&
        allows(grant.role, permission, within),
    );
  };

  return {
    get granted() {
      return granted;
    },
    allow() {
      granted = true;
    },
    may(permission, kind, id) {
      const chain = chainOf(kind, id);
      return chain !== undefined && holds(permission, chain);
    },
    require(permission, kind, id) {
      const chain = chainOf(kind, id);
      if (chain === undefined) throw notFound(kind, id);
      if (!holds(permission, chain)) throw denied(permission, kind, id);
      granted = true;
    },
  };
}

/** Requires what a method needs, on a resource that has been found. */
export function requireOn(access: Access, requirement: Requirement, { kind, id }: { kind: string; id: string }): void {
  if (requirement.type !== "permission") access.allow();
  else if (requirement.kind === "platform") access.require(requirement.permission, "platform", platformId);
  else access.require(requirement.permission, kind, id);
}

/** Whether somebody is the owner of an identity account, or has access to an organization where that one has it too. */
function mayKnow(store: Store, caller: Principal, identity: string): boolean {
  if (caller.id === identity) return true;
  const theirs = organizationsOf(store, { kind: "identity_account", id: identity });
  return [...organizationsOf(store, caller)].some((org) => theirs.has(org));
}

/** The organizations in which something has been granted to a principal. */
function organizationsOf(store: Store, { kind, id }: Principal): ReadonlySet<string> {
  const orgs = store
    .grantsOf(id, kind)
    .map((grant) => (grant.kind === "organization" ? grant.id : (store.find(grant.kind, grant.id)?.org ?? "")));
  return new Set(orgs.filter((org) => org !== ""));
}

type Chain = readonly { readonly kind: string; readonly id: string }[];

/** A resource and all that hold it, outwards, or nothing where there is no such resource. */
export function holders(store: Store, kind: string, id: string): Chain | undefined {
  const platform = { kind: "platform", id: platformId };
  if (kind === "platform") return id === platformId ? [platform] : undefined;
  const row = store.find(kind, id);
  if (row === undefined) return undefined;
  const outer = row.ownerKind === "" ? [platform] : (holders(store, row.ownerKind, row.ownerId) ?? [platform]);
  return [{ kind, id }, ...outer];
}
