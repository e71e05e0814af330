import { ApiKeyQueryController } from "@planton-mcp/api/iam/apikey/v1/query";
import { defineTool, pageOf, paging } from "@planton-mcp/core";
import { apiKeyRow } from "./api-key-rows.ts";

export const listApiKeys = defineTool({
  name: "list_api_keys",
  title: "List API keys",
  description: "Lists your own API keys with their expiry. The keys themselves are never shown again.",
  effect: "read",
  input: paging,
  example: {},
  keywords: ["token", "credential", "personal"],
  rpc: ApiKeyQueryController.method.findAll,
  request: () => ({}),
  project: ({ entries }, paging) => pageOf(entries.map(apiKeyRow), paging),
});
