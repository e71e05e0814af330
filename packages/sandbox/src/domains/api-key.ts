import { createHash, randomBytes } from "node:crypto";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampMs } from "@bufbuild/protobuf/wkt";
import { type ApiKey, ApiKeySchema } from "@planton-mcp/api/iam/apikey/v1/api";
import { ApiKeyCommandController } from "@planton-mcp/api/iam/apikey/v1/command";
import { ApiKeyQueryController } from "@planton-mcp/api/iam/apikey/v1/query";
import { invalid, unimplemented } from "../failures.ts";
import { special } from "../handler.ts";
import { slugFrom } from "../ids.ts";
import { sandboxKeys } from "../keys.ts";
import { pathOf } from "../paths.ts";
import { knownType } from "../resource-type.ts";
import { insertResource, loadRow, resourceOf, type Writer } from "../resources.ts";
import { at, people, seedId } from "../seed.ts";
import type { Store } from "../store.ts";
import type { Domain } from "./domain.ts";

const type = knownType("api_key", ApiKeySchema);
const { create: createMethod, update } = ApiKeyCommandController.method;

export const apiKeyDomain: Domain = {
  services: [ApiKeyCommandController, ApiKeyQueryController],
  specials: [
    special(createMethod, (context, { metadata, spec }) => {
      const key = makeKey(context, context.actor, { metadata: { name: metadata?.name ?? "" }, ...(spec && { spec }) });
      context.access.allow();
      return key;
    }),
    // Served by nobody: an expiry that is changed would have to reach the key itself.
    special(update, () => {
      throw unimplemented(pathOf(update));
    }),
    special(ApiKeyQueryController.method.findAll, ({ store, actor }) => ({ entries: keysOf(store, actor) })),
  ],
  seed: ({ store }) => {
    const plant = (number: number, name: string, actor: string, key?: string) =>
      makeKey(
        { store, actor, at: at(9, number) },
        actor,
        { metadata: { name }, spec: { neverExpires: true } },
        { id: seedId("key", number), key },
      );
    plant(1, "Ada's sandbox key", people.ada, sandboxKeys.owner);
    plant(2, "Max's sandbox key", people.max, sandboxKeys.member);
    plant(3, "Vera's sandbox key", people.vera, sandboxKeys.viewer);
    plant(4, "Otto's sandbox key", people.otto, sandboxKeys.outsider);
    plant(5, "Old laptop", people.ada);
  },
};

/**
 * Makes a key for an identity account. The answer shows it, where the API shows it, and nothing else ever does. `made` is
 * for a seed.
 */
export function makeKey(
  writer: Writer,
  identity: string,
  wanted: MessageInitShape<typeof ApiKeySchema>,
  { id, key = `sandbox-${randomBytes(24).toString("base64url")}` }: { id?: string; key?: string | undefined } = {},
): ApiKey {
  const resource = create(ApiKeySchema, wanted);
  const { spec, metadata } = resource;
  const expires = spec?.expiresAt === undefined || spec.neverExpires ? undefined : timestampMs(spec.expiresAt);
  if (expires !== undefined && expires <= writer.at.getTime()) throw invalid("spec.expires_at is in the past.");
  if (expires === undefined && !spec?.neverExpires) {
    throw invalid("A key has spec.expires_at, or spec.never_expires.");
  }
  const hash = createHash("sha256").update(key).digest("hex");
  // Names may be the same; slugs may not, so that they end in what tells keys apart.
  if (metadata !== undefined) metadata.slug = `${slugFrom(metadata.name) || "key"}-${hash.slice(0, 8)}`;
  insertResource(writer, type, resource, id);
  const made = resource.metadata?.id ?? "";
  writer.store.addKey(key, identity, expires, made);
  writer.store.grant({ principal: identity, role: "owner", kind: "api_key", id: made });
  if (resource.spec !== undefined) resource.spec.keyHash = key;
  return resource;
}

/** The keys of an identity account, without what they are. */
export function keysOf(store: Store, identity: string): ApiKey[] {
  return store
    .keysOf(identity)
    .filter((id) => id !== "")
    .map((id) => resourceOf(type, loadRow(store, type, id)) as ApiKey); // of this type, by its name
}
