import { DefaultProviderConnectionCommandController } from "@planton-mcp/api/connect/defaultproviderconnection/v1/command";
import { DefaultProviderConnectionQueryController } from "@planton-mcp/api/connect/defaultproviderconnection/v1/query";
import { DefaultProviderConnectionSpec_Scope as Scope } from "@planton-mcp/api/connect/defaultproviderconnection/v1/spec";
import { CloudResourceProvider } from "@planton-mcp/api/openmcf/shared/cloudresourcekind/cloud_resource_provider";
import { defineApply, findOrAbsent, org, text } from "@planton-mcp/core";
import { env, findDefault } from "./find-default-provider-connection.ts";
import { provider, providerOf } from "./provider.ts";
import { slugOf } from "./slug-of.ts";

const { getOrgDefault, getEnvDefault } = DefaultProviderConnectionQueryController.method;

export const applyDefaultProviderConnection = defineApply({
  name: "apply_default_provider_connection",
  title: "Set a default credential",
  description:
    "Sets the credential that an organization, or one environment, uses for a provider unless told otherwise. An environment's default goes before the organization's.",
  input: { org, provider, env },
  example: { org: "acme", provider: "aws", env: "dev", connection: "aws-main" },
  fields: { connection: text("Slug of the credential") },
  clearable: [],
  reads: [getOrgDefault, getEnvDefault],
  find: (args, read) => findOrAbsent(findDefault(args, read)),
  start: ({ org, provider, env }) => ({
    metadata: { org, slug: slugOf("default", CloudResourceProvider[providerOf(provider)], env) },
    spec: {
      provider: providerOf(provider),
      scope: env === undefined ? Scope.organization : Scope.environment,
      env: env ?? "",
    },
  }),
  patch: ({ connection }) => ({ spec: { connection } }),
  rpc: DefaultProviderConnectionCommandController.method.apply,
});
