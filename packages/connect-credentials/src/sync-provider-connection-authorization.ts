import { ProviderConnectionAuthorizationCommandController } from "@planton-mcp/api/connect/providerconnectionauthorization/v1/command";
import { ProviderConnectionAuthorizationQueryController } from "@planton-mcp/api/connect/providerconnectionauthorization/v1/query";
import { defineWorkflow, targetOf } from "@planton-mcp/core";
import {
  authorizationKey,
  findAuthorization,
  semanticKey,
  whatItAllows,
} from "./find-provider-connection-authorization.ts";

const { sync } = ProviderConnectionAuthorizationCommandController.method;

export const syncProviderConnectionAuthorization = defineWorkflow({
  name: "sync_provider_connection_authorization",
  title: "Sync a credential's authorization",
  description:
    "Makes the access of environments match the stored authorization of a cloud credential again. To change whom it allows, use apply_provider_connection_authorization.",
  effect: "authorize",
  input: authorizationKey,
  example: { org: "acme", provider: "aws", connection: "aws-main" },
  keywords: ["repair", "refresh"],
  reads: [ProviderConnectionAuthorizationQueryController.method.getBySemanticKey],
  writes: [sync],
  prepare: async (args, { read }) => {
    const found = await findAuthorization(args, read);
    return {
      target: targetOf(sync, found),
      warnings: found.spec && [`Whatever access there is by now, it then ${whatItAllows(found.spec, args.org)}.`],
      commit: (write) => write(sync, semanticKey(args)),
    };
  },
});
