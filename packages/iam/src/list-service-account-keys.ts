import { ServiceAccountQueryController } from "@planton-mcp/api/iam/serviceaccount/v1/query";
import { defineTool, pageOf, paging, text } from "@planton-mcp/core";
import { apiKeyRow } from "./api-key-rows.ts";

export const listServiceAccountKeys = defineTool({
  name: "list_service_account_keys",
  title: "List a service account's keys",
  description: "Lists the API keys of a service account with their expiry; never the keys themselves.",
  effect: "read",
  input: { service_account_id: text("Service account id"), ...paging },
  example: { service_account_id: "sa_01kseed0000000000000000001" },
  keywords: ["token", "credential", "machine"],
  rpc: ServiceAccountQueryController.method.listKeys,
  request: ({ service_account_id }) => ({ value: service_account_id }),
  project: ({ entries }, { page, page_size }) => pageOf(entries.map(apiKeyRow), { page, page_size }),
});
