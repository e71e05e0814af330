import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { ApiKeySchema } from "@planton-mcp/api/iam/apikey/v1/api";
import { IdentityAccountSchema } from "@planton-mcp/api/iam/identityaccount/v1/api";
import { IdentityAccountType } from "@planton-mcp/api/iam/identityaccount/v1/enums";
import { type ServiceAccount, ServiceAccountSchema } from "@planton-mcp/api/iam/serviceaccount/v1/api";
import { ServiceAccountCommandController } from "@planton-mcp/api/iam/serviceaccount/v1/command";
import { ServiceAccountQueryController } from "@planton-mcp/api/iam/serviceaccount/v1/query";
import { notFound } from "../failures.ts";
import { special } from "../handler.ts";
import { knownType } from "../resource-type.ts";
import { insertResource, loadRow, removeResource, type Writer } from "../resources.ts";
import { at, people, seedId } from "../seed.ts";
import type { Store } from "../store.ts";
import { keysOf, makeKey } from "./api-key.ts";
import type { Domain } from "./domain.ts";
import { leaveTeam } from "./team.ts";

const type = knownType("service_account", ServiceAccountSchema);
const identityType = knownType("identity_account", IdentityAccountSchema);
const keyType = knownType("api_key", ApiKeySchema);
const commands = ServiceAccountCommandController.method;
const queries = ServiceAccountQueryController.method;

export const serviceAccountDomain: Domain = {
  services: [ServiceAccountCommandController, ServiceAccountQueryController],
  specials: [
    special(commands.create, (context, account) => {
      if (account.metadata !== undefined) account.metadata.name ||= account.spec?.displayName ?? "";
      return makeServiceAccount(context, account);
    }),
    special(commands.delete, (context, { value }) => {
      const { store } = context;
      const row = loadRow(store, type, value);
      const identity = loadRow(store, identityType, identityOf(store, value));
      for (const key of keysOf(store, identity.id)) {
        removeResource(context, keyType, loadRow(store, keyType, key.metadata?.id ?? ""));
      }
      for (const team of store.teamsOf(identity)) leaveTeam(context, team, identity);
      removeResource(context, identityType, identity);
      return removeResource(context, type, row) as ServiceAccount; // of this type, by its name
    }),
    special(commands.createKey, (context, { value }) => {
      const account = accountOf(context.store, value);
      return makeServiceAccountKey(context, account);
    }),
    special(commands.revokeKey, (context, { serviceAccountId, apiKeyId }) => {
      const { store } = context;
      const key = keysOf(store, identityOf(store, serviceAccountId)).find(({ metadata }) => metadata?.id === apiKeyId);
      if (key === undefined) throw notFound("api_key", `${apiKeyId} of service_account ${serviceAccountId}`);
      removeResource(context, keyType, loadRow(store, keyType, apiKeyId));
      return key;
    }),
    special(queries.findByOrg, ({ store, access }, { value }) => {
      const entries = store
        .list("service_account", value)
        .filter(({ kind, id }) => access.may("get", kind, id))
        .map(({ id }) => accountOf(store, id));
      return { entries, totalPages: entries.length === 0 ? 0 : 1 };
    }),
    special(queries.listKeys, ({ store }, { value }) => ({ entries: keysOf(store, identityOf(store, value)) })),
  ],
  seed: ({ store }) => {
    const writer = { store, actor: people.ada, at: at(10, 9) };
    const account = create(ServiceAccountSchema, {
      metadata: { org: "acme", name: "Deployer" },
      spec: { displayName: "Deployer", description: "What the pipelines of the shop act as" },
    });
    const made = makeServiceAccount(writer, account, { id: seedId("sa", 1), identity: seedId("ida", 5) });
    store.grant({ principal: seedId("ida", 5), role: "member", kind: "organization", id: "acme" });
    makeServiceAccountKey(writer, made, seedId("key", 6));
  },
};

/** Stores a service account and the identity account that it acts as. `ids` are for a seed. */
function makeServiceAccount(
  writer: Writer,
  account: ServiceAccount,
  ids: { readonly id?: string; readonly identity?: string } = {},
): ServiceAccount {
  const made = insertResource(writer, type, account, ids.id) as ServiceAccount; // of this type, by its name
  const { id = "", slug = "", name = "", org = "" } = made.metadata ?? {};
  const identity = create(IdentityAccountSchema, {
    metadata: { name, slug: `${org}-${slug}`, org },
    spec: {
      identityAccountType: IdentityAccountType.machine,
      idpId: `sandbox|${id}`,
      email: `${slug}@${org}.serviceaccount.example`,
      firstName: name,
    },
  });
  insertResource(writer, identityType, identity, ids.identity);
  // Computed, and so not to be had from what was sent.
  const row = loadRow(writer.store, type, id);
  if (made.spec !== undefined) made.spec.identityAccountId = identity.metadata?.id ?? "";
  writer.store.update({ ...row, data: toBinary(ServiceAccountSchema, made) });
  return made;
}

/** A key of a service account. A request can't say when it expires, so it never does. */
function makeServiceAccountKey(writer: Writer, { metadata, spec }: ServiceAccount, id?: string) {
  const name = `Key of ${metadata?.name ?? ""}`;
  const wanted = { metadata: { name, org: metadata?.org ?? "" }, spec: { neverExpires: true } };
  return makeKey(writer, spec?.identityAccountId ?? "", wanted, id === undefined ? {} : { id });
}

function accountOf(store: Store, id: string): ServiceAccount {
  return fromBinary(ServiceAccountSchema, loadRow(store, type, id).data);
}

function identityOf(store: Store, id: string): string {
  return accountOf(store, id).spec?.identityAccountId ?? "";
}
