import { defineWorkflow } from "@planton-mcp/core";
import {
  authorizationCoordinates,
  authorizationReads,
  authorizationRule,
  findAuthorization,
} from "./find-provider-connection-authorization.ts";

export const getProviderConnectionAuthorization = defineWorkflow({
  name: "get_provider_connection_authorization",
  title: "Get a credential's authorization",
  description: "Reads which environments may use a cloud credential.",
  effect: "read",
  input: authorizationCoordinates,
  rules: [authorizationRule],
  example: { org: "acme", provider: "aws", connection: "aws-main" },
  reads: authorizationReads,
  run: (args, { read }) => findAuthorization(args, read),
});
