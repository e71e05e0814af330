import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { ConnectSearchQueryController } from "@planton-mcp/api/search/v1/connect/query";
import { defineTool, org, paging, text } from "@planton-mcp/core";
import * as z from "zod";

export const listRunnerRegistrations = defineTool({
  name: "list_runner_registrations",
  title: "List runners",
  description: "Lists the runners that can carry out an organization's jobs: its own and the platform's.",
  effect: "read",
  input: {
    org,
    text: text("Words in the name").optional(),
    owned_by: z.enum(["anyone", "organization", "platform"]).default("anyone"),
    ...paging,
  },
  example: { org: "acme" },
  formerly: ["search_runner_registrations", "search_runner_registrations_by_org"],
  rpc: ConnectSearchQueryController.method.searchRunnerRegistrationsByOrgContext,
  request: ({ org, text = "", owned_by, page, page_size }) => ({
    org,
    searchText: text,
    includeOrganizationRunners: owned_by !== "platform",
    includePlatformRunners: owned_by !== "organization",
    pageInfo: { num: page - 1, size: page_size },
  }),
  project: ({ entries, totalPages }, { page }) => ({
    page,
    pages: Math.max(totalPages, 1),
    entries: entries.map(({ id, slug, name, selectorKind, selectorId }) => ({
      id,
      slug,
      name: name === slug ? undefined : name,
      owned_by: `${ApiResourceKind[selectorKind]} ${selectorId}`,
    })),
  }),
});
