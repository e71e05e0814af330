import { ProviderConnectionAuthorizationCommandController } from "@planton-mcp/api/connect/providerconnectionauthorization/v1/command";
import { defineWorkflow, targetOf } from "@planton-mcp/core";
import {
  authorizationCoordinates,
  authorizationReads,
  authorizationRule,
  findAuthorization,
  whatItAllows,
} from "./find-provider-connection-authorization.ts";

const remove = ProviderConnectionAuthorizationCommandController.method.delete;

export const deleteProviderConnectionAuthorization = defineWorkflow({
  name: "delete_provider_connection_authorization",
  title: "Delete a credential's authorization",
  description: "Takes a cloud credential away from the environments that may use it; the credential itself stays.",
  effect: "destroy",
  input: authorizationCoordinates,
  rules: [authorizationRule],
  example: { org: "acme", provider: "aws", connection: "aws-prod" },
  keywords: ["revoke"],
  undo: "Authorize it again with apply_provider_connection_authorization.",
  reads: authorizationReads,
  writes: [remove],
  prepare: async (args, { read }) => {
    const found = await findAuthorization(args, read);
    const target = targetOf(remove, found);
    return {
      target,
      warnings: found.spec && [`It ${whatItAllows(found.spec, target.org ?? "")}; that ends.`],
      commit: (write) => write(remove, { value: target.id }),
    };
  },
});
