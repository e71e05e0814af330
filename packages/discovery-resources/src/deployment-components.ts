import { InfraHubSearchQueryController } from "@planton-mcp/api/search/v1/infrahub/query";
import { defineResource, type ResourceFacts, type ToolContext, type UriVariables } from "@planton-mcp/core";
import { kindName, paged, pageInfo, providerName } from "./search-page.ts";

const { searchDeploymentComponentsByFilter: search } = InfraHubSearchQueryController.method;

const uri = "deployment-components://catalog";

const facts = {
  name: "deployment-components",
  title: "Deployment components",
  mimeType: "application/json",
  annotations: { audience: ["assistant", "user"], priority: 0.5 },
  cache: { seconds: 300, forEverybody: true },
} satisfies Partial<ResourceFacts>;

const read = async ({ page, org }: UriVariables, context: ToolContext) => {
  const { totalPages, entries } = await context.read(search, { pageInfo: pageInfo(page) });
  const rows = entries.map((entry) => ({
    id: entry.id,
    name: entry.name,
    kind: kindName(entry.cloudResourceKind),
    provider: providerName(entry.cloudResourceProvider),
    description: entry.description || undefined,
    is_ready: entry.isReady,
  }));
  const note = org && "Deployment components are the platform's; every organization sees the same.";
  return { ...paged(uri, page, totalPages, rows, org), note };
};

export const deploymentComponents = defineResource({
  ...facts,
  uri,
  description: "What the platform knows how to deploy, by cloud resource kind: the first page.",
  reads: [search],
  read,
});

export const deploymentComponentsPage = defineResource({
  ...facts,
  uri: `${uri}{?org,page}`,
  name: "deployment-components-page",
  title: "Deployment components, by page",
  description: "A further page of what the platform knows how to deploy.",
  reads: [search],
  read,
});
