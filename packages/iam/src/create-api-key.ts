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
    expires_at: text("RFC 3339 time").optional(),
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

const rfc3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

function expiryOf(given: string | undefined): Date {
  if (given === undefined) return new Date(Date.now() + defaultDays * 86_400_000);
  const expires = new Date(given);
  const isTime = rfc3339.test(given) && !Number.isNaN(expires.getTime());
  if (isTime && expires.getTime() > Date.now()) return expires;
  const message = isTime ? `${given} is in the past.` : `${given} is no RFC 3339 time, like 2030-01-31T00:00:00Z.`;
  throw invalidArguments([{ argument: "expires_at", message }]);
}
