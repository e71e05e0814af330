import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { ApiKeyCommandController } from "@planton-mcp/api/iam/apikey/v1/command";
import { defineTool, invalidArguments, text } from "@planton-mcp/core";
import * as z from "zod";
import { apiKeyRow } from "./api-key-rows.ts";

const defaultDays = 90;

export const createApiKey = defineTool({
  name: "create_api_key",
  title: "Create an API key",
  description: `Makes an API key that may do all that you may. The answer shows it, once. It expires after ${defaultDays} days unless you say otherwise.`,
  effect: "create",
  input: {
    name: text("What it is for"),
    expires_at: z.iso.datetime({ offset: true }).describe("RFC 3339").optional(),
    never_expires: z.boolean().default(false).describe("Only where the person asks for it"),
  },
  rules: [
    ({ expires_at, never_expires }) =>
      never_expires && expires_at !== undefined
        ? { argument: "expires_at", message: "Give either expires_at or never_expires." }
        : undefined,
  ],
  example: { name: "CI" },
  keywords: ["token", "credential", "secret", "generate"],
  reveals: "key",
  revealsByDefault: true,
  rpc: ApiKeyCommandController.method.create,
  request: ({ name, expires_at, never_expires }) => ({
    metadata: { name },
    spec: never_expires ? { neverExpires: true } : { expiresAt: timestampFromDate(expiryOf(expires_at)) },
  }),
  project: (apiKey) => ({ ...apiKeyRow(apiKey), key: apiKey.spec?.keyHash }),
});

function expiryOf(given: string | undefined): Date {
  const inDays = new Date(Date.now() + defaultDays * 86_400_000);
  const expires = given === undefined ? inDays : new Date(given);
  if (expires.getTime() > Date.now()) return expires;
  throw invalidArguments([{ argument: "expires_at", message: `${given} is in the past.` }]);
}
