import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { CloudResourceSearchQueryController } from "@planton-mcp/api/search/v1/infrahub/cloudresource/query";
import { completeOrg, defineResource, nameReads } from "@planton-mcp/core";
import { kindName } from "./search-page.ts";

const { findAuthorized } = EnvironmentQueryController.method;
const { getCloudResourceCountsGroupedByKind: countByKind } = CloudResourceSearchQueryController.method;

/** Each environment is counted by an RPC of its own. */
const most = 25;

export const environmentSummary = defineResource({
  uri: "environment-summary://{org}",
  name: "environment-summary",
  title: "An organization's environments",
  description: "The environments of an organization that you may see, each with its number of cloud resources by kind.",
  mimeType: "application/json",
  annotations: { audience: ["assistant", "user"], priority: 0.8 },
  reads: [...new Set([findAuthorized, countByKind, ...nameReads])],
  read: async ({ org = "" }, { read }) => {
    const { entries } = await read(findAuthorized, { value: org });
    const environments = await Promise.all(
      entries.slice(0, most).map(async ({ metadata, spec }) => {
        const { id, slug = "" } = metadata ?? {};
        const { counts } = await read(countByKind, { org, env: slug });
        return {
          id,
          slug,
          description: spec?.description || undefined,
          cloud_resources: counts.reduce((sum, { count }) => sum + count, 0),
          by_kind: Object.fromEntries(counts.map(({ kind, count }) => [kindName(kind) ?? kind, count])),
        };
      }),
    );
    const rest = entries.slice(most).map(({ metadata }) => metadata?.slug);
    return { org, count: entries.length, environments, not_counted: rest.length > 0 ? rest : undefined };
  },
  complete: { org: completeOrg },
});
