import { ServiceAccountCommandController } from "@planton-mcp/api/iam/serviceaccount/v1/command";
import { defineTool, text } from "@planton-mcp/core";
import { apiKeyRow } from "./api-key-rows.ts";

export const createServiceAccountKey = defineTool({
  name: "create_service_account_key",
  title: "Create a service account's key",
  description:
    "Makes an API key that may do all that a service account may. The answer shows it, once, and says when it expires, which the API decides.",
  effect: "create",
  input: { service_account_id: text("Service account id") },
  example: { service_account_id: "sa_01kseed0000000000000000001" },
  keywords: ["token", "credential", "secret", "generate", "rotate", "machine"],
  reveals: "key",
  revealsByDefault: true,
  rpc: ServiceAccountCommandController.method.createKey,
  request: ({ service_account_id }) => ({ value: service_account_id }),
  project: (apiKey) => ({ ...apiKeyRow(apiKey), key: apiKey.spec?.keyHash }),
});
