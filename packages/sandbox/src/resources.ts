import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import {
  type ApiResourceMetadata,
  ApiResourceMetadataVersionSchema,
} from "@planton-mcp/api/commons/apiresource/metadata";
import { fillConstants, kindFacts } from "@planton-mcp/core/contract";
import { cloudResourceKind } from "./cloud-resource-kind.ts";
import { alreadyExists, failedPrecondition, invalid, notFound } from "./failures.ts";
import { newId, slugFrom } from "./ids.ts";
import { textAt } from "./paths.ts";
import type { Resource, ResourceType } from "./resource-type.ts";
import { keepServerFields, stampAudit } from "./server-fields.ts";
import type { Row, Store } from "./store.ts";
import { validate } from "./validate.ts";

/** Where a change goes, who makes it (id of an identity account), and when. */
export interface Writer {
  readonly store: Store;
  readonly actor: string;
  readonly at: Date;
  /** Whether the contract's rules are known to hold, as they are for the story: reading them takes longer than all else. */
  readonly isTrusted?: boolean;
}

/** What a delete does not take along: these have to be emptied first. Everything else goes with all that it holds. */
const emptiedFirst: ReadonlySet<string> = new Set(["organization"]);

export function resourceOf(type: ResourceType, row: Row): Resource {
  return fromBinary(type.desc, row.data) as Resource; // a ResourceType's message has been checked to be a resource
}

export function loadRow(store: Store, type: ResourceType, id: string): Row {
  const row = store.find(type.kind, id);
  if (row === undefined) throw notFound(type.kind, id === "" ? "without an id" : id);
  return row;
}

/** The stored resource that a message means: by its id, else by its slug or name where it would be stored. */
export function findSame(store: Store, type: ResourceType, resource: Resource): Row | undefined {
  const metadata = metadataOf(resource);
  if (metadata.id !== "") return store.find(type.kind, metadata.id);
  const { scope } = placeOf(store, type, resource);
  return store.findInScope(type.kind, scope, metadata.slug || slugFrom(metadata.name));
}

/** Stores a new resource. `id` is for a seed; anybody else's is made here. Edits and gives back `resource`. */
export function insertResource(writer: Writer, type: ResourceType, resource: Resource, id?: string): Resource {
  const { store, actor, at } = writer;
  const metadata = metadataOf(resource);
  metadata.slug ||= slugFrom(metadata.name);
  metadata.name ||= metadata.slug;
  if (metadata.slug === "") throw invalid("metadata.slug is missing, and there is no metadata.name to make it from.");
  const made = id ?? (type.idPrefix === "" ? metadata.slug : newId(idPrefixOf(type, resource), at));
  if (metadata.id !== "" && metadata.id !== made) {
    throw invalid(`metadata.id of a new ${type.kind} is made by the server. Leave it empty.`);
  }
  metadata.id = made;
  fillConstants(reflect(type.desc, resource));
  keepServerFields(type.desc, resource, undefined);
  stampAudit(type.desc, resource, { actor, at, event: "created" });
  if (writer.isTrusted !== true) validate(type.desc, resource);
  const place = placeOf(store, type, resource);
  if (store.findInScope(type.kind, place.scope, metadata.slug) !== undefined) {
    const where = metadata.org === "" ? "" : ` of organization ${metadata.org}`;
    throw alreadyExists(`The slug ${metadata.slug} is taken by another ${type.kind}${where}.`);
  }
  const row = finish(writer, type, resource, { ...place, kind: type.kind, created: at.getTime() });
  store.insert(row);
  // The contract says that a resource of such a kind belongs to whoever created it.
  if (type.owner?.kind === "identity_account") {
    store.grant({ principal: actor, role: "owner", kind: type.kind, id: metadata.id });
  }
  return resource;
}

/** A cloud resource's id says of which kind it is. */
function idPrefixOf(type: ResourceType, resource: Resource): string {
  const kind = type.kind === "cloud_resource" ? textAt(type.desc, resource, "spec.kind") : "";
  return cloudResourceKind(kind)?.idPrefix ?? type.idPrefix;
}

/** Stores what `resource` says in place of `before`. Edits and gives back `resource`. */
export function replaceResource(writer: Writer, type: ResourceType, before: Row, resource: Resource): Resource {
  const { store, actor, at } = writer;
  const stored = resourceOf(type, before);
  const metadata = metadataOf(resource);
  const kept = metadataOf(stored);
  if (metadata.env !== "" && environmentId(store, kept.org, metadata.env) === before.env) metadata.env = kept.env;
  for (const name of ["id", "org", "env", "slug"] as const) {
    metadata[name] ||= kept[name];
    if (metadata[name] !== kept[name]) {
      throw invalid(
        `metadata.${name} of ${type.kind} ${before.id} cannot change from ${kept[name] || "nothing"} to ${metadata[name]}.`,
      );
    }
  }
  const { ownerKind, ownerId } = placeOf(store, type, resource);
  if (ownerKind !== before.ownerKind || ownerId !== before.ownerId) {
    throw invalid(`${type.kind} ${before.id} cannot move to ${ownerKind} ${ownerId}.`);
  }
  metadata.name ||= kept.name;
  fillConstants(reflect(type.desc, resource));
  keepServerFields(type.desc, resource, stored);
  stampAudit(type.desc, resource, { actor, at, event: "updated" });
  if (writer.isTrusted !== true) validate(type.desc, resource);
  store.update(finish(writer, type, resource, before, kept.version?.id));
  return resource;
}

/** Removes a resource and all that it holds, and gives it back as it was, stamped as deleted. */
export function removeResource({ store, actor, at }: Writer, type: ResourceType, row: Row): Resource {
  const held = store.held(row.kind, row.id);
  if (held.length > 0 && emptiedFirst.has(row.kind)) {
    const named = held.slice(0, 5).map(({ kind, id }) => `${kind} ${id}`);
    const more = held.length > named.length ? ` and ${held.length - named.length} more` : "";
    throw failedPrecondition(`${row.kind} ${row.id} still holds ${named.join(", ")}${more}. Delete them first.`);
  }
  for (const { kind, id } of [...held, row]) store.remove(kind, id);
  const resource = resourceOf(type, row);
  stampAudit(type.desc, resource, { actor, at, event: "deleted" });
  return resource;
}

export function metadataOf({ metadata }: Resource): ApiResourceMetadata {
  if (metadata === undefined) throw invalid("metadata is missing.");
  return metadata;
}

type Place = Pick<Row, "org" | "env" | "ownerKind" | "ownerId" | "scope">;

/**
 * Where a resource belongs. Its owner is who the contract says; where the contract is silent, what `spec.selector` or
 * `spec.secret_id` names, else its environment, else its organization. Throws `not_found` where there is no such owner.
 */
export function placeOf(store: Store, type: ResourceType, resource: Resource): Place {
  const { org, env: envText } = metadataOf(resource);
  const env = envText === "" ? "" : environmentId(store, org, envText);
  const place = { org: type.kind === "organization" ? metadataOf(resource).id : org, env };
  const facts = type.owner;
  if (facts?.kind === "identity_account" || facts?.kind === "platform") {
    return { ...place, ownerKind: "", ownerId: "", scope: "" };
  }
  const declared = facts !== undefined && facts.kind !== "unspecified";
  const placed = placedOwner(place);
  const owner = declared
    ? { kind: facts.kind, id: textAt(type.desc, resource, facts.idFieldPath) }
    : (selectedOwner(type, resource) ?? placed);
  if (declared && owner.id === "") throw invalid(`${facts.idFieldPath} is missing: it names the ${owner.kind}.`);
  if (owner.kind === "environment") owner.id = environmentId(store, org, owner.id);
  if (owner.id !== "" && owner.kind !== "platform" && store.find(owner.kind, owner.id) === undefined) {
    throw notFound(owner.kind, owner.id);
  }
  // The contract finds a cloud resource by its kind and slug in an environment.
  const sort = type.kind === "cloud_resource" ? `/${textAt(type.desc, resource, "spec.kind")}` : "";
  return { ...place, ownerKind: owner.kind, ownerId: owner.id, scope: (owner === placed ? org : owner.id) + sort };
}

function selectedOwner(type: ResourceType, resource: Resource) {
  const kind = textAt(type.desc, resource, "spec.selector.kind");
  const id = textAt(type.desc, resource, "spec.selector.id");
  if (kind !== "" && id !== "") return { kind, id };
  const secret = textAt(type.desc, resource, "spec.secret_id");
  return secret === "" ? undefined : { kind: "secret", id: secret };
}

function placedOwner({ org, env }: Pick<Row, "org" | "env">) {
  if (env !== "") return { kind: "environment", id: env };
  return org === "" ? { kind: "", id: "" } : { kind: "organization", id: org };
}

/** The id of an environment that is named by its id or by its slug. */
export function environmentId(store: Store, org: string, text: string): string {
  const row = store.find("environment", text) ?? store.findBySlug("environment", org, text);
  if (row === undefined || (org !== "" && row.org !== org)) {
    throw notFound("environment", org === "" ? text : `${text} in organization ${org}`);
  }
  return row.id;
}

/** The row of a finished message; of a versioned kind it becomes the next version. */
function finish(
  { store, at }: Writer,
  type: ResourceType,
  resource: Resource,
  known: Place & Pick<Row, "kind" | "created">,
  previousVersionId = "",
): Row {
  const metadata = metadataOf(resource);
  const version = type.versioned ? newId(kindFacts("api_resource_version")?.idPrefix ?? "", at) : "";
  // Of a version, only its message is the caller's to write.
  const message = metadata.version?.message ?? "";
  metadata.version = type.versioned
    ? create(ApiResourceMetadataVersionSchema, { id: version, message, previousVersionId })
    : undefined;
  const { id, slug, name } = metadata;
  const { kind, org, env, ownerKind, ownerId, scope, created } = known;
  const data = toBinary(type.desc, resource);
  const row = { kind, id, org, env, ownerKind, ownerId, scope, slug, name, data, created, updated: at.getTime() };
  if (type.versioned) store.addVersion(version, row);
  return row;
}
