import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";

/** What a seal holds a caller to. Each is compared as it is, so each has to be in one canonical form. */
export interface Bound {
  /** `plan` travels through a model as an argument, `ask` through a client as state. One never passes for the other. */
  readonly purpose: "plan" | "ask";
  readonly tool: string;
  /** An identity, not a token: tokens may be renewed between a plan and its confirmation. */
  readonly caller: string;
  readonly arguments: string;
  readonly target: string;
  /** The state of the target. */
  readonly version: string;
}

/** Why a seal does not hold. */
export type Void = "malformed" | "expired" | "used" | Exclude<keyof Bound, "purpose">;

export interface Seals {
  /** Makes a seal of 155 characters. */
  readonly mint: (bound: Bound) => { readonly seal: string; readonly expires: Date };
  /** Why a seal does not hold for this, or nothing where it does. Once it has held, it is used. */
  readonly spend: (seal: string, bound: Bound) => Void | undefined;
}

export interface SealOptions {
  /** Secrets of 32 characters or more. The first makes seals, any of them opens one. */
  readonly keys: readonly string[];
  readonly lifetimeMs: number;
  readonly now: () => number;
}

const format = Buffer.from([1]);
const ivBytes = 12;
const tagBytes = 16;
const digestBytes = 16;
const expiryBytes = 6;
const purposes = ["plan", "ask"] as const;
/** In the order in which a difference is told. */
const parts = ["tool", "caller", "arguments", "target", "version"] as const;
const plainBytes = expiryBytes + 1 + parts.length * digestBytes;
const sealBytes = format.length + ivBytes + plainBytes + tagBytes;

/**
 * Seals that any process with one of the keys can open, and that only this one remembers as used. AES-256-GCM over the
 * expiry, the purpose and a digest of each part, so that a seal that does not hold can tell what it was not made for.
 */
export function createSeals({ keys, lifetimeMs, now }: SealOptions): Seals {
  const derived = keys.map((key) => Buffer.from(hkdfSync("sha256", key, "", "planton-mcp confirmation 1", 32)));
  const [minting] = derived;
  if (minting === undefined) throw new TypeError("A seal needs a key.");
  const used = new Map<string, number>();

  return {
    mint(bound) {
      const expires = now() + lifetimeMs;
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv("aes-256-gcm", minting, iv, { authTagLength: tagBytes }).setAAD(format);
      const sealed = Buffer.concat([cipher.update(plainOf(bound, expires)), cipher.final()]);
      const seal = Buffer.concat([format, iv, sealed, cipher.getAuthTag()]).toString("base64url");
      return { seal, expires: new Date(expires) };
    },
    spend(seal, bound) {
      const plain = derived.map((key) => open(seal, key)).find((opened) => opened !== undefined);
      if (plain === undefined) return "malformed";
      const expires = plain.readUIntBE(0, expiryBytes);
      const reason = difference(plain, plainOf(bound, expires));
      if (reason !== undefined) return reason;
      if (expires <= now()) return "expired";
      if (used.has(seal)) return "used";
      for (const [other, end] of used) if (end <= now()) used.delete(other);
      used.set(seal, expires);
      return undefined;
    },
  };
}

function plainOf(bound: Bound, expires: number): Buffer {
  const head = Buffer.alloc(expiryBytes + 1);
  head.writeUIntBE(expires, 0, expiryBytes);
  head.writeUInt8(purposes.indexOf(bound.purpose), expiryBytes);
  return Buffer.concat([head, ...parts.map((part) => digestOf(bound[part]))]);
}

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest().subarray(0, digestBytes);
}

function open(seal: string, key: Buffer): Buffer | undefined {
  const bytes = Buffer.from(seal, "base64url");
  // Decoding skips what it does not know, so that altered texts could stand for the same bytes.
  if (bytes.length !== sealBytes || bytes.toString("base64url") !== seal || !bytes.subarray(0, 1).equals(format)) {
    return undefined;
  }
  const iv = bytes.subarray(1, 1 + ivBytes);
  // Without the length, Node would take a tag of four bytes.
  const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: tagBytes })
    .setAAD(format)
    .setAuthTag(bytes.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(1 + ivBytes, -tagBytes)), decipher.final()]);
  } catch {
    return undefined;
  }
}

function difference(sealed: Buffer, wanted: Buffer): Void | undefined {
  if (sealed[expiryBytes] !== wanted[expiryBytes]) return "malformed";
  return parts.find((_, index) => {
    const start = expiryBytes + 1 + index * digestBytes;
    return !sealed.subarray(start, start + digestBytes).equals(wanted.subarray(start, start + digestBytes));
  });
}
