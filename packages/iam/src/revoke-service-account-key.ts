import { ServiceAccountCommandController } from "@planton-mcp/api/iam/serviceaccount/v1/command";
import { ServiceAccountQueryController } from "@planton-mcp/api/iam/serviceaccount/v1/query";
import { defineWorkflow, invalidArguments, nearest, targetOf, text } from "@planton-mcp/core";
import { apiKeyRow } from "./api-key-rows.ts";

const { get, listKeys } = ServiceAccountQueryController.method;
const { revokeKey } = ServiceAccountCommandController.method;

export const revokeServiceAccountKey = defineWorkflow({
  name: "revoke_service_account_key",
  title: "Revoke a service account's key",
  description: "Takes back one API key of a service account, for good: programs that use it are refused from then on.",
  effect: "destroy",
  input: { service_account_id: text("Service account id"), api_key_id: text("API key id") },
  example: { service_account_id: "sa_01kseed0000000000000000001", api_key_id: "key_01kseed0000000000000000006" },
  keywords: ["token", "delete", "remove", "credential"],
  reads: [get, listKeys],
  writes: [revokeKey],
  prepare: async ({ service_account_id, api_key_id }, context) => {
    const account = await context.read(get, { value: service_account_id });
    const { entries } = await context.read(listKeys, { value: service_account_id });
    const apiKey = entries.find(({ metadata }) => metadata?.id === api_key_id);
    if (apiKey === undefined) {
      const near = nearest(
        api_key_id,
        entries.flatMap(({ metadata }) => metadata?.id ?? []),
      );
      const message = `The service account has no key ${api_key_id}.${near === undefined ? "" : ` Did you mean ${near}?`}`;
      throw invalidArguments([{ argument: "api_key_id", message }], "list_service_account_keys lists them.");
    }
    const request = context.check(revokeKey, { serviceAccountId: service_account_id, apiKeyId: api_key_id });
    const { id, name, org, version } = targetOf(revokeKey, account);
    return {
      target: {
        kind: "api_key",
        id: api_key_id,
        name: `${apiKey.metadata?.name} of service account ${name || id}`,
        ...(org === undefined ? {} : { org }),
        version: `${version} ${targetOf(revokeKey, apiKey).version}`,
      },
      warnings: ["The API does not tell which key a call comes with: if this server uses this one, it is refused too."],
      commit: async (write) => {
        await write(revokeKey, request);
        return { outcome: "revoked", service_account_id, ...apiKeyRow(apiKey) };
      },
    };
  },
});
