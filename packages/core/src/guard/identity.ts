import { createHash } from "node:crypto";
import { IdentityAccountQueryController } from "@planton-mcp/api/iam/identityaccount/v1/query";
import { LRUCache } from "lru-cache";
import type { Backend } from "../backend/backend.ts";
import type { Send } from "../tool/tool.ts";

const { whoAmI } = IdentityAccountQueryController.method;

/** Who calls, as the platform knows them. */
export interface Identity {
  /** Of the identity account; where the platform could not tell, a digest of the key. */
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
}

/** The reads by which an identity is found. */
export const identityReads = [whoAmI];

/** A key's identity never changes, but a revoked key should not be told of for long. */
const rememberMs = 5 * 60_000;
const known = new WeakMap<Backend, LRUCache<string, Identity>>();

/** Who a credential belongs to. Never rejects: where the platform does not tell, the key itself is the identity. */
export async function identityOf(backend: Backend, credential: string | undefined, read: Send): Promise<Identity> {
  const key = keyDigest(credential);
  const remembered = known.get(backend) ?? new LRUCache({ max: 1_000, ttl: rememberMs });
  known.set(backend, remembered);
  const found = remembered.get(key);
  if (found !== undefined) return found;
  try {
    const { metadata, spec } = await read(whoAmI, {});
    if (!metadata?.id) return { id: key };
    const identity = { id: metadata.id, name: metadata.name, ...(spec?.email ? { email: spec.email } : {}) };
    remembered.set(key, identity);
    return identity;
  } catch {
    return { id: key };
  }
}

/** A name for a key that gives nothing of it away. */
export function keyDigest(credential = ""): string {
  return `key:${createHash("sha256").update(credential).digest("hex").slice(0, 16)}`;
}
