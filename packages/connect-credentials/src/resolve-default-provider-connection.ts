import { DefaultProviderConnectionQueryController } from "@planton-mcp/api/connect/defaultproviderconnection/v1/query";
import { defineTool, org, text, wholeResource } from "@planton-mcp/core";
import { provider, providerOf } from "./provider.ts";

export const resolveDefaultProviderConnection = defineTool({
  name: "resolve_default_provider_connection",
  title: "Resolve the default credential",
  description:
    "Tells which default credential applies for a provider: the environment's own, else the organization's. Its scope says which it is.",
  effect: "read",
  input: { org, provider, env: text("Environment slug").optional() },
  example: { org: "acme", provider: "aws", env: "prod" },
  rpc: DefaultProviderConnectionQueryController.method.resolve,
  request: ({ org, provider, env = "" }) => ({ org, provider: providerOf(provider), environment: env }),
  project: wholeResource,
});
