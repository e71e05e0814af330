import { IacProvisioner } from "@planton-mcp/api/openmcf/shared/iac";
import { InfraHubSearchQueryController } from "@planton-mcp/api/search/v1/infrahub/query";
import {
  completeOrg,
  defineResource,
  nameReads,
  type ResourceFacts,
  type ToolContext,
  type UriVariables,
} from "@planton-mcp/core";
import { kindName, paged, pageInfo, providerName } from "./search-page.ts";

const { searchOfficialIacModules, searchIacModulesByOrgContext } = InfraHubSearchQueryController.method;

const uri = "iac-modules://catalog";

const facts = {
  name: "iac-modules",
  title: "IaC modules",
  mimeType: "application/json",
  annotations: { audience: ["assistant", "user"], priority: 0.4 },
  cache: { seconds: 300, forEverybody: false },
  reads: [searchOfficialIacModules, searchIacModulesByOrgContext, ...nameReads],
} satisfies Partial<ResourceFacts> & { reads: unknown };

const read = async ({ org, page }: UriVariables, context: ToolContext) => {
  const asked = { pageInfo: pageInfo(page) };
  const { totalPages, entries } = await (org === undefined
    ? context.read(searchOfficialIacModules, asked)
    : context.read(searchIacModulesByOrgContext, {
        ...asked,
        org,
        isIncludeOfficial: true,
        isIncludeOrganizationModules: true,
      }));
  const rows = entries.map((entry) => ({
    id: entry.id,
    name: entry.name,
    kind: kindName(entry.cloudResourceKind),
    provider: providerName(entry.cloudResourceProvider),
    provisioner: entry.iacProvisioner === 0 ? undefined : IacProvisioner[entry.iacProvisioner],
    is_official: entry.isOfficialIacModule,
    is_ready: entry.isReady,
    source: entry.sourceCodeWebUrl || undefined,
  }));
  return paged(uri, page, totalPages, rows, org);
};

export const iacModules = defineResource({
  ...facts,
  uri,
  description: "The official modules that deploy cloud resources, by kind and provisioner: the first page.",
  read,
});

export const iacModulesPage = defineResource({
  ...facts,
  uri: `${uri}{?org,page}`,
  name: "iac-modules-page",
  title: "IaC modules, by organization and page",
  description: "A further page of the official modules; with org, those of the organization too.",
  read,
  complete: { org: completeOrg },
});
