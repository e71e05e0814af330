import { type AccessTable, everyone, members } from "./outcomes.ts";

export const infraHubCatalogAccess: AccessTable = {
  "InfraHubSearchQueryController/searchDeploymentComponentsByFilter": [{}, everyone],
  "InfraHubSearchQueryController/searchOfficialIacModules": [{}, everyone],
  "InfraHubSearchQueryController/searchIacModulesByOrgContext": [{ org: "acme" }, members],
  "InfraHubSearchQueryController/searchOfficialCloudObjectPresets": [{}, everyone],
  "CloudObjectPresetQueryController/get": [{ value: "cop_01kseed0000000000000000001" }, everyone],
};
