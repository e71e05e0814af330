import { ProviderConnectionAuthorizationCommandController } from "@planton-mcp/api/connect/providerconnectionauthorization/v1/command";
import { ProviderConnectionAuthorizationQueryController } from "@planton-mcp/api/connect/providerconnectionauthorization/v1/query";
import { ProviderConnectionAuthorizationSpec_Scope as Scope } from "@planton-mcp/api/connect/providerconnectionauthorization/v1/spec";
import { CloudResourceProvider } from "@planton-mcp/api/openmcf/shared/cloudresourcekind/cloud_resource_provider";
import { defineApply, findOrAbsent, type Rule } from "@planton-mcp/core";
import * as z from "zod";
import {
  authorizationKey,
  findAuthorization,
  semanticKey,
  whatItAllows,
} from "./find-provider-connection-authorization.ts";
import { slugOf } from "./slug-of.ts";

/** Names of environments mean nothing where all of them are meant. */
const allOrSome: Rule<Readonly<Record<string, unknown>>> = ({ scope, environments }) =>
  scope === "organization" && environments !== undefined
    ? { argument: "environments", message: "Leave it out: scope organization means every environment." }
    : undefined;

export const applyProviderConnectionAuthorization = defineApply({
  name: "apply_provider_connection_authorization",
  title: "Authorize a credential's use",
  description: "Sets which environments may use a cloud credential: all of the organization, or those that are named.",
  effect: "authorize",
  input: authorizationKey,
  rules: [allOrSome],
  example: { org: "acme", provider: "aws", connection: "aws-main", environments: ["dev", "staging", "prod"] },
  keywords: ["allow", "grant"],
  undo: "Apply the scope and environments that it had before, or delete it if it is new.",
  fields: {
    scope: z.enum(["organization", "environment"]).describe("organization: all of them"),
    environments: z.array(z.string().min(1)).describe("Slugs, in place of those before"),
  },
  clearable: [],
  reads: [ProviderConnectionAuthorizationQueryController.method.getBySemanticKey],
  find: (args, read) => findOrAbsent(findAuthorization(args, read)),
  start: (args) => {
    const { org, ...key } = semanticKey(args);
    return { metadata: { org, slug: slugOf(CloudResourceProvider[key.provider], key.connection) }, spec: key };
  },
  patch: ({ scope, environments }) => {
    const isForAll = scope === "organization";
    const isForSome = scope === "environment" || environments !== undefined;
    return {
      spec: {
        scope: isForAll ? Scope.organization : isForSome ? Scope.environment : undefined,
        authorizedEnvironments: isForAll ? [] : environments,
      },
    };
  },
  warnings: ({ metadata, spec }, before) => {
    const org = metadata?.org ?? "";
    return [
      ...(before?.spec === undefined ? [] : [`By now it ${whatItAllows(before.spec, org)}.`]),
      ...(spec === undefined ? [] : [`Then it ${whatItAllows(spec, org)}, and nobody else.`]),
    ];
  },
  rpc: ProviderConnectionAuthorizationCommandController.method.apply,
});
