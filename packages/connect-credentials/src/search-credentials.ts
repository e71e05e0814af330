import type { ApiResourceSearchRecord } from "@planton-mcp/api/search/v1/apiresource/record";
import { ConnectSearchQueryController } from "@planton-mcp/api/search/v1/connect/query";
import { defineWorkflow, org, paging, text } from "@planton-mcp/core";
import * as z from "zod";
import { credentialKind, kindOfNumber } from "./credential-kind.ts";
import { provider, providerOf } from "./provider.ts";

const { searchConnectionApiResourcesByContext: search, findByOrgByProvider } = ConnectSearchQueryController.method;

export const searchCredentials = defineWorkflow({
  name: "search_credentials",
  title: "Search credentials",
  description:
    "Finds an organization's credentials (connections) by text, kinds, provider or environment; lists all without them.",
  effect: "read",
  input: {
    org,
    text: text("Words in the name").optional(),
    kinds: z.array(text("As in get_credential")).min(1).describe("Only these kinds").optional(),
    provider: provider.optional(),
    env: text("Environment slug").optional(),
    ...paging,
  },
  rules: [
    ({ provider, kinds, env }) =>
      provider !== undefined && (kinds !== undefined || env !== undefined)
        ? { argument: "provider", message: "provider goes with text, not with kinds or env." }
        : undefined,
  ],
  example: { org: "acme", kinds: ["aws", "github"] },
  formerly: ["search_connections", "search_connections_by_context", "get_connections_by_env"],
  keywords: ["list", "provider connections", "integrations", "accounts"],
  reads: [search, findByOrgByProvider],
  run: async ({ org, text = "", kinds = [], provider, env = "", page, page_size }, { read }) => {
    const pageInfo = { num: page - 1, size: page_size };
    const wanted = { org, searchText: text, pageInfo };
    const { entries, totalPages } = await (provider === undefined
      ? read(search, { ...wanted, env, kinds: kinds.map((said) => credentialKind(said, "kinds").number) })
      : read(findByOrgByProvider, { ...wanted, provider: providerOf(provider) }));
    return { page, pages: totalPages, entries: entries.map(row) };
  },
});

function row({ id, kind, slug, name, env }: ApiResourceSearchRecord) {
  return {
    id,
    kind: kindOfNumber(kind)?.word,
    slug,
    name: name === slug ? undefined : name,
    env: env || undefined,
  };
}
