import { ProviderConnectionAuthorizationQueryController } from "@planton-mcp/api/connect/providerconnectionauthorization/v1/query";
import type { ProviderConnectionAuthorizationSpec } from "@planton-mcp/api/connect/providerconnectionauthorization/v1/spec";
import { ProviderConnectionAuthorizationSpec_Scope as Scope } from "@planton-mcp/api/connect/providerconnectionauthorization/v1/spec";
import { CloudResourceProvider } from "@planton-mcp/api/openmcf/shared/cloudresourcekind/cloud_resource_provider";
import { org, type Send, text } from "@planton-mcp/core";
import { idOrKey } from "./id-or-key.ts";
import { provider, providerOf } from "./provider.ts";

const { get, getBySemanticKey } = ProviderConnectionAuthorizationQueryController.method;

/** What an authorization is known by: the credential that it is about. */
export const authorizationKey = { org, provider, connection: text("Slug of the credential") };

/** The arguments that name an authorization, their rule, and the reads that find it by them. */
export const authorizationCoordinates = {
  id: text("Authorization id; or give org, provider and connection").optional(),
  org: org.optional(),
  provider: provider.optional(),
  connection: authorizationKey.connection.optional(),
};

export const authorizationRule = idOrKey(["org", "provider", "connection"]);

export const authorizationReads = [get, getBySemanticKey];

/** The request that names an authorization by its key. */
export function semanticKey({ org = "", provider = "", connection = "" }: Key) {
  return { org, provider: providerOf(provider), connection };
}

export function findAuthorization({ id, ...key }: Key & { readonly id?: string | undefined }, read: Send) {
  return id === undefined ? read(getBySemanticKey, semanticKey(key)) : read(get, { value: id });
}

interface Key {
  readonly org?: string | undefined;
  readonly provider?: string | undefined;
  readonly connection?: string | undefined;
}

/** What an authorization allows, as the end of a sentence about it. */
export function whatItAllows(spec: ProviderConnectionAuthorizationSpec, org: string): string {
  const { scope, authorizedEnvironments, provider, connection } = spec;
  const named = authorizedEnvironments.length === 0 ? `no environment of ${org}` : authorizedEnvironments.join(", ");
  const who = scope === Scope.organization ? `every environment of ${org}, later ones too,` : named;
  return `lets ${who} use the ${CloudResourceProvider[provider]} credential ${connection}`;
}
