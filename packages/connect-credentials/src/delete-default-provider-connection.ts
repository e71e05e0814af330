import { DefaultProviderConnectionCommandController } from "@planton-mcp/api/connect/defaultproviderconnection/v1/command";
import { DefaultProviderConnectionQueryController } from "@planton-mcp/api/connect/defaultproviderconnection/v1/query";
import {
  type DefaultProviderConnectionSpec,
  DefaultProviderConnectionSpec_Scope as Scope,
} from "@planton-mcp/api/connect/defaultproviderconnection/v1/spec";
import { CloudResourceProvider } from "@planton-mcp/api/openmcf/shared/cloudresourcekind/cloud_resource_provider";
import { defineWorkflow, findOrAbsent, type Send, targetOf } from "@planton-mcp/core";
import { defaultCoordinates, defaultReads, defaultRule, findDefault } from "./find-default-provider-connection.ts";

const remove = DefaultProviderConnectionCommandController.method.delete;
const { getOrgDefault } = DefaultProviderConnectionQueryController.method;

export const deleteDefaultProviderConnection = defineWorkflow({
  name: "delete_default_provider_connection",
  title: "Delete a default credential",
  description:
    "Removes the default credential of exactly this organization or environment; the credential itself stays.",
  effect: "destroy",
  input: defaultCoordinates,
  rules: [defaultRule],
  example: { org: "acme", provider: "aws", env: "prod" },
  formerly: ["delete_org_default_provider_connection", "delete_env_default_provider_connection"],
  undo: "Set it again with apply_default_provider_connection.",
  reads: defaultReads,
  writes: [remove],
  prepare: async (args, { read }) => {
    const found = await findDefault(args, read);
    const { spec, metadata } = found;
    const org = metadata?.org ?? "";
    const inherited = spec?.scope === Scope.environment ? await findInherited(org, spec, read) : undefined;
    const target = targetOf(remove, found);
    return {
      target: {
        ...target,
        ...(spec?.env ? { env: spec.env } : {}),
        // What applies then is part of what a person decides about.
        version: `${target.version} ${inherited === undefined ? "" : targetOf(remove, inherited).version}`,
      },
      warnings: spec && [whatAppliesThen(org, spec, inherited?.spec?.connection)],
      commit: (write) => write(remove, { value: target.id }),
    };
  },
});

function findInherited(org: string, { provider }: DefaultProviderConnectionSpec, read: Send) {
  return findOrAbsent(read(getOrgDefault, { org, provider }));
}

function whatAppliesThen(org: string, spec: DefaultProviderConnectionSpec, inherited: string | undefined): string {
  const { provider, scope, env, connection } = spec;
  const name = CloudResourceProvider[provider];
  if (scope !== Scope.environment) {
    return `Then ${org} has no default for ${name} any more: what uses ${connection} by it, in environments without a default of their own, has to name a credential.`;
  }
  return inherited === undefined
    ? `Then ${env} has no default for ${name}, for ${org} has none either: what uses ${connection} by it has to name a credential.`
    : `Then ${env} uses the default of ${org} for ${name}, ${inherited}, instead of ${connection}.`;
}
