import { createHash } from "node:crypto";
import type { Secret } from "@planton-mcp/api/configmanager/secret/v1/api";
import { SecretCommandController } from "@planton-mcp/api/configmanager/secret/v1/command";
import { SecretQueryController } from "@planton-mcp/api/configmanager/secret/v1/query";
import { SecretSpec_Scope } from "@planton-mcp/api/configmanager/secret/v1/spec";
import { SecretVersionCommandController } from "@planton-mcp/api/configmanager/secretversion/v1/command";
import { Failure, type FailureFacts, type Send } from "@planton-mcp/core";

/**
 * The key under which a secret version keeps the value that a connection is to use. The contract doesn't name one; that
 * the platform reads this one is an assumption, see docs/design-decisions/0013-generic-credential-tools.md.
 */
export const secretDataKey = "value";

/** The annotation by which a secret tells which field of which credential it was made for. */
const ownerAnnotation = "planton-mcp.credential-field";

const { getByOrgByScopeBySlug } = SecretQueryController.method;
const { create: createSecret, delete: deleteSecret } = SecretCommandController.method;
const { create: createVersion, delete: deleteVersion } = SecretVersionCommandController.method;

export const secretReads = [getByOrgByScopeBySlug];
export const secretWrites = [createSecret, createVersion, deleteSecret, deleteVersion];

/** The organization's secret of a slug, or whether it is absent or may not be seen. */
export async function findSecret(org: string, slug: string, read: Send): Promise<Secret | "absent" | "unseen"> {
  try {
    return await read(getByOrgByScopeBySlug, { org, scope: SecretSpec_Scope.organization, slug });
  } catch (error) {
    const code = Failure.is(error) ? error.facts.code : undefined;
    if (code === "not_found") return "absent";
    if (code === "permission_denied") return "unseen";
    throw error;
  }
}

/** Whether a secret was made by us for a field: then its next value may go into it. */
export function isOwnedBy({ metadata }: Secret, owner: string): boolean {
  return metadata?.annotations[ownerAnnotation] === owner;
}

/** The slug of the secret that holds the value of a credential's field. The same always, so that a retry finds it. */
export function secretSlug(credential: string, kind: string, field: string): string {
  const slug = [credential, kind, field.replace(/^spec\./, "")].join("-").replace(/[_.]/g, "-");
  if (slug.length <= longestSlug) return slug;
  const digest = createHash("sha256").update(slug).digest("hex").slice(0, 8);
  return `${slug.slice(0, longestSlug - 9)}-${digest}`;
}

/** The contract sets no limit; this is what names of Kubernetes and DNS are held to, which secrets often end up as. */
const longestSlug = 63;

/** A value on its way into a secret. */
export interface Storable {
  readonly org: string;
  /** The credential's field that it is for. */
  readonly field: string;
  /** Slug of the secret. */
  readonly slug: string;
  readonly value: string;
  readonly owner: string;
  /** Whether the field refers to the secret already. */
  readonly isReferred: boolean;
  /** Whether the value came in as an argument. */
  readonly isLiteral: boolean;
  /** Id of the secret where it is there already: then it gets a new version. */
  readonly secretId: string | undefined;
}

/** What was made to hold a value. */
interface Made {
  readonly secret: string;
  readonly what: "secret" | "version";
  readonly remove?: (write: Send) => Promise<unknown>;
}

/** What became of something that was made for a call that failed. */
interface Leftover {
  readonly secret: string;
  readonly what: Made["what"];
  readonly state: "removed" | "kept" | "may be there";
  readonly reason?: string | undefined;
}

/**
 * Stores values, then does `work`. Where that fails, what was stored is taken back; where nobody knows whether it was
 * done it is kept, since the credential may use it. The failure tells what became of each.
 */
export async function withStored<Answer>(
  values: readonly Storable[],
  write: Send,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const made: Made[] = [];
  let isStored = false;
  try {
    for (const value of values) await store(value, write, made);
    isStored = true;
    return await work();
  } catch (error) {
    if (made.length === 0 || !Failure.is(error)) throw error;
    const mayBeUsed = isStored && error.facts.outcome_unknown === true;
    const leftovers = await takeBack(made, mayBeUsed, write);
    throw new Failure(withLeftovers(error.facts, leftovers), { cause: error });
  }
}

async function store({ org, slug, value, owner, secretId }: Storable, write: Send, made: Made[]): Promise<void> {
  let id = secretId;
  if (id === undefined) {
    const metadata = { org, slug, name: slug, annotations: { [ownerAnnotation]: owner } };
    const spec = { scope: SecretSpec_Scope.organization, description: `For ${owner}` };
    const secret = await noting(made, { secret: slug, what: "secret" }, () => write(createSecret, { metadata, spec }));
    id = secret.metadata?.id ?? "";
    const resourceId = id;
    made.push({ secret: slug, what: "secret", remove: (write) => write(deleteSecret, { resourceId }) });
  }
  const version = { metadata: { org, name: slug }, spec: { secretId: id, data: { [secretDataKey]: value } } };
  // A new secret takes its version along when it is removed.
  if (secretId === undefined) {
    await write(createVersion, version);
    return;
  }
  const { metadata } = await noting(made, { secret: slug, what: "version" }, () => write(createVersion, version));
  const resourceId = metadata?.id ?? "";
  made.push({ secret: slug, what: "version", remove: (write) => write(deleteVersion, { resourceId }) });
}

/** Notes what may have been made although the answer is missing. */
async function noting<Answer>(made: Made[], what: Made, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (Failure.is(error) && error.facts.outcome_unknown === true) made.push(what);
    throw error;
  }
}

async function takeBack(made: readonly Made[], isKept: boolean, write: Send): Promise<readonly Leftover[]> {
  const leftovers: Leftover[] = [];
  for (const { secret, what, remove } of made.toReversed()) {
    if (remove === undefined) leftovers.push({ secret, what, state: "may be there" });
    else if (isKept) leftovers.push({ secret, what, state: "kept" });
    else leftovers.push({ secret, what, ...(await removal(() => remove(write))) });
  }
  return leftovers;
}

async function removal(remove: () => Promise<unknown>): Promise<Pick<Leftover, "state" | "reason">> {
  try {
    await remove();
    return { state: "removed" };
  } catch (error) {
    if (!Failure.is(error)) throw error;
    const { code, message, outcome_unknown } = error.facts;
    if (code === "not_found") return { state: "removed" };
    return { state: outcome_unknown === true ? "may be there" : "kept", reason: message };
  }
}

function withLeftovers(facts: FailureFacts, stored: readonly Leftover[]): FailureFacts {
  const isClean = stored.every(({ state }) => state === "removed");
  return {
    ...facts,
    message: `${facts.message} ${isClean ? "What was stored for it was removed again." : "Of what was stored for it, see details for what is left."}`,
    next: isClean ? facts.next : `${facts.next ?? ""} Calling again with the same arguments uses what is left.`.trim(),
    details: [...(facts.details ?? []), { stored }],
  };
}
