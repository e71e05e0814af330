import { fromBinary } from "@bufbuild/protobuf";
import { SecretSchema } from "@planton-mcp/api/configmanager/secret/v1/api";
import { SecretCommandController } from "@planton-mcp/api/configmanager/secret/v1/command";
import { SecretQueryController } from "@planton-mcp/api/configmanager/secret/v1/query";
import { SecretSpec_Scope } from "@planton-mcp/api/configmanager/secret/v1/spec";
import { SecretVersionCommandController } from "@planton-mcp/api/configmanager/secretversion/v1/command";
import { invalid, notFound } from "../failures.ts";
import { special } from "../handler.ts";
import { type ResourceType, resourceTypeOf } from "../resource-type.ts";
import { insertResource, loadRow } from "../resources.ts";
import { at, people, seedId } from "../seed.ts";
import type { Row, Store } from "../store.ts";
import type { Domain } from "./domain.ts";

/**
 * Secrets and their versions. Values go in and are forgotten: nothing here needs one, so no answer can show one. Who
 * creates a secret may do everything to it, whatever their role; that is the sandbox's own invention.
 */
export const secretDomain: Domain = {
  services: [SecretCommandController, SecretQueryController, SecretVersionCommandController],
  specials: [
    special(SecretCommandController.method.create, (context, secret) => {
      const { id = "" } = insertResource(context, typeOf(SecretCommandController), secret).metadata ?? {};
      context.store.grant({ principal: context.actor, role: "owner", kind: "secret", id });
      return secret;
    }),
    special(SecretQueryController.method.getByOrgByScopeBySlug, ({ store, access }, { org, scope, slug }) => {
      const row = store.findBySlug("secret", org, slug);
      const secret = row && fromBinary(SecretSchema, row.data);
      if (row === undefined || secret?.spec?.scope !== scope) {
        throw notFound("secret", `${slug} in organization ${org}`);
      }
      access.require("get", "secret", row.id);
      return secret;
    }),
    special(SecretVersionCommandController.method.create, (context, version) => {
      const { metadata, spec } = version;
      if (metadata === undefined || spec === undefined) throw invalid("metadata or spec is missing.");
      if (Object.keys(spec.data).length === 0) throw invalid("spec.data is empty: there is nothing to keep.");
      spec.data = {};
      metadata.slug ||= freeSlug(context.store, loadRow(context.store, typeOf(SecretCommandController), spec.secretId));
      insertResource(context, typeOf(SecretVersionCommandController), version);
      return version;
    }),
  ],
  seed: ({ plant }) => {
    const fields = ["access-key-id", "secret-access-key"];
    const slugs = ["aws-main", "aws-prod"].flatMap((connection) => fields.map((field) => `${connection}-${field}`));
    slugs.forEach((slug, index) => {
      const message = { metadata: { org: "acme", slug, name: slug }, spec: { scope: SecretSpec_Scope.organization } };
      plant("secret", SecretSchema, message, { id: seedId("sec", index + 1), actor: people.ada, at: at(8, 8) });
    });
  },
};

function typeOf(service: Parameters<typeof resourceTypeOf>[0]): ResourceType {
  const type = resourceTypeOf(service);
  if (type === undefined) throw new Error(`${service.typeName} manages no resource.`);
  return type;
}

/** The first slug of the form `<secret>-v<number>` that no version in the secret's organization has. */
function freeSlug(store: Store, { org, slug }: Row): string {
  for (let number = 1; ; number += 1) {
    const candidate = `${slug}-v${number}`;
    if (store.findInScope("secret_version", org, candidate) === undefined) return candidate;
  }
}
