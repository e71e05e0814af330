import { ProviderConnectionAuthorizationSchema } from "@planton-mcp/api/connect/providerconnectionauthorization/v1/api";
import { ProviderConnectionAuthorizationCommandController } from "@planton-mcp/api/connect/providerconnectionauthorization/v1/command";
import { ProviderConnectionAuthorizationQueryController } from "@planton-mcp/api/connect/providerconnectionauthorization/v1/query";
import { ProviderConnectionAuthorizationSpec_Scope as Scope } from "@planton-mcp/api/connect/providerconnectionauthorization/v1/spec";
import { CloudResourceProvider } from "@planton-mcp/api/openmcf/shared/cloudresourcekind/cloud_resource_provider";
import { notFound } from "../failures.ts";
import { special } from "../handler.ts";
import { at, people, seedId } from "../seed.ts";
import type { Store } from "../store.ts";
import { stored } from "../stored.ts";
import type { Domain } from "./domain.ts";

const kind = "provider_connection_authorization";

export const providerConnectionAuthorizationDomain: Domain = {
  services: [ProviderConnectionAuthorizationCommandController, ProviderConnectionAuthorizationQueryController],
  specials: [
    special(
      ProviderConnectionAuthorizationQueryController.method.getBySemanticKey,
      ({ store }, key) => byKey(store, key).message,
    ),
    // The sandbox reads authorizations as they are stored, so what there is to sync is always synced.
    special(ProviderConnectionAuthorizationCommandController.method.sync, ({ store, access }, key) => {
      const { row, message } = byKey(store, key);
      access.require("update", kind, row.id);
      return message;
    }),
  ],
  seed: ({ plant }) => {
    const authorize = (number: number, connection: string, authorizedEnvironments: readonly string[], hour: number) => {
      const provider = CloudResourceProvider.aws;
      const message = {
        metadata: { org: "acme", slug: `aws-${connection}` },
        spec: { provider, connection, scope: Scope.environment, authorizedEnvironments: [...authorizedEnvironments] },
      };
      const planted = { id: seedId("pca", number), actor: people.ada, at: at(9, hour) };
      plant(kind, ProviderConnectionAuthorizationSchema, message, planted);
    };
    authorize(1, "aws-main", ["dev", "staging"], 11);
    authorize(2, "aws-prod", ["prod"], 12);
  },
};

interface SemanticKey {
  readonly org: string;
  readonly provider: CloudResourceProvider;
  readonly connection: string;
}

function byKey(store: Store, { org, provider, connection }: SemanticKey) {
  const found = stored(store, kind, ProviderConnectionAuthorizationSchema, org).find(
    ({ message: { spec } }) => spec?.provider === provider && spec.connection === connection,
  );
  if (found === undefined) {
    throw notFound(kind, `of ${CloudResourceProvider[provider]} ${connection} in organization ${org}`);
  }
  return found;
}
