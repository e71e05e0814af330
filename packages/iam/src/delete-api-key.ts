import { ApiKeyCommandController } from "@planton-mcp/api/iam/apikey/v1/command";
import { ApiKeyQueryController } from "@planton-mcp/api/iam/apikey/v1/query";
import { IdentityAccountQueryController } from "@planton-mcp/api/iam/identityaccount/v1/query";
import { defineWorkflow, Failure, invalidArguments, nearest, type Send, targetOf, text } from "@planton-mcp/core";
import { apiKeyRow } from "./api-key-rows.ts";

const { findAll } = ApiKeyQueryController.method;
const { delete: remove } = ApiKeyCommandController.method;
const { whoAmI } = IdentityAccountQueryController.method;

export const deleteApiKey = defineWorkflow({
  name: "delete_api_key",
  title: "Delete an API key",
  description:
    "Deletes one of your own API keys: whatever uses it is refused from then on. Says whether it was the key in use here.",
  effect: "destroy",
  input: { id: text("API key id") },
  example: { id: "key_01kseed0000000000000000005" },
  keywords: ["token", "revoke", "remove", "credential"],
  reads: [findAll, whoAmI],
  writes: [remove],
  prepare: async ({ id }, context) => {
    const { entries } = await context.read(findAll, {});
    const apiKey = entries.find(({ metadata }) => metadata?.id === id);
    if (apiKey === undefined)
      throw unknownKey(
        id,
        entries.flatMap(({ metadata }) => metadata?.id ?? []),
      );
    const request = context.check(remove, { value: id });
    const row = apiKeyRow(apiKey);
    return {
      target: targetOf(remove, apiKey),
      warnings: row.is_expired ? ["It has expired: nothing can be using it."] : [useWarning],
      commit: async (write) => {
        await write(remove, request);
        return { outcome: "deleted", ...row, ...(await wasInUse(context.read)) };
      },
    };
  },
});

const useWarning =
  "The API does not tell which key a call comes with, so this may be the very key that this server uses here: then every later call is refused until it is given another.";

/** Whether this server is still let in tells whether it came with the key that is gone. */
async function wasInUse(read: Send) {
  try {
    await read(whoAmI, {});
    return { was_in_use_here: false };
  } catch (error) {
    if (!Failure.is(error)) throw error;
    if (error.facts.code !== "unauthenticated")
      return { was_in_use_here: "It can't be told: the API does not answer." };
    return { was_in_use_here: true, next: "Give this server another API key: this one is refused from now on." };
  }
}

function unknownKey(id: string, known: readonly string[]): Failure {
  const near = nearest(id, known);
  const meant = near === undefined ? "" : ` Did you mean ${near}?`;
  const message = `None of your API keys has the id ${id}.${meant}`;
  return invalidArguments([{ argument: "id", message }], "list_api_keys lists them.");
}
