import { DefaultProviderConnectionSchema } from "@planton-mcp/api/connect/defaultproviderconnection/v1/api";
import { DefaultProviderConnectionCommandController } from "@planton-mcp/api/connect/defaultproviderconnection/v1/command";
import { DefaultProviderConnectionQueryController } from "@planton-mcp/api/connect/defaultproviderconnection/v1/query";
import { DefaultProviderConnectionSpec_Scope as Scope } from "@planton-mcp/api/connect/defaultproviderconnection/v1/spec";
import { CloudResourceProvider } from "@planton-mcp/api/openmcf/shared/cloudresourcekind/cloud_resource_provider";
import { notFound } from "../failures.ts";
import { special } from "../handler.ts";
import { at, people, seedId } from "../seed.ts";
import type { Store } from "../store.ts";
import { stored } from "../stored.ts";
import type { Domain } from "./domain.ts";

const kind = "default_provider_connection";
const { getOrgDefault, getEnvDefault, resolve } = DefaultProviderConnectionQueryController.method;

/** Asked for an environment, `resolve` answers with its default, and else with the organization's. */
export const defaultProviderConnectionDomain: Domain = {
  services: [DefaultProviderConnectionCommandController, DefaultProviderConnectionQueryController],
  specials: [
    special(getOrgDefault, ({ store }, { org, provider }) =>
      found(orgDefault(store, org, provider), `for ${CloudResourceProvider[provider]} of organization ${org}`),
    ),
    special(getEnvDefault, ({ store }, { org, provider, env }) =>
      found(envDefault(store, org, provider, env), `for ${CloudResourceProvider[provider]} of environment ${env}`),
    ),
    special(resolve, ({ store }, { org, provider, environment }) => {
      const own = environment === "" ? undefined : envDefault(store, org, provider, environment);
      const where =
        environment === "" ? `organization ${org}` : `environment ${environment} nor of organization ${org}`;
      return found(own ?? orgDefault(store, org, provider), `for ${CloudResourceProvider[provider]} of ${where}`);
    }),
  ],
  seed: ({ plant }) => {
    const plantDefault = (number: number, connection: string, env: string, hour: number) => {
      const provider = CloudResourceProvider.aws;
      const scope = env === "" ? Scope.organization : Scope.environment;
      const slug = env === "" ? "default-aws" : `default-aws-${env}`;
      const message = { metadata: { org: "acme", slug }, spec: { provider, connection, scope, env } };
      const planted = { id: seedId("dpc", number), actor: people.ada, at: at(9, hour) };
      plant(kind, DefaultProviderConnectionSchema, message, planted);
    };
    plantDefault(1, "aws-main", "", 9);
    plantDefault(2, "aws-prod", "prod", 10);
  },
};

function defaultsFor(store: Store, org: string, provider: CloudResourceProvider, scope: Scope) {
  return stored(store, kind, DefaultProviderConnectionSchema, org)
    .map(({ message }) => message)
    .filter(({ spec }) => spec?.provider === provider && spec.scope === scope);
}

function orgDefault(store: Store, org: string, provider: CloudResourceProvider) {
  return defaultsFor(store, org, provider, Scope.organization)[0];
}

/** An environment may be named by its id or by its slug, here and in what is stored. */
function envDefault(store: Store, org: string, provider: CloudResourceProvider, env: string) {
  const row = store.find("environment", env) ?? store.findBySlug("environment", org, env);
  if (row === undefined || row.org !== org) throw notFound("environment", `${env} in organization ${org}`);
  return defaultsFor(store, org, provider, Scope.environment).find(({ spec }) =>
    [row.id, row.slug].includes(spec?.env ?? ""),
  );
}

function found<Found>(message: Found | undefined, whose: string): Found {
  if (message === undefined) throw notFound(kind, whose);
  return message;
}
