import { definePlugin } from "@planton-mcp/core";
import { apiResourceKinds } from "./api-resource-kinds.ts";
import { capabilities } from "./capabilities.ts";
import { cloudObjectPresets } from "./cloud-object-presets.ts";
import { deploymentComponents, deploymentComponentsPage } from "./deployment-components.ts";
import { environmentSummary } from "./environment-summary.ts";
import { iacModules, iacModulesPage } from "./iac-modules.ts";
import { readReference } from "./read-reference.ts";

export const plugin = definePlugin({
  name: "discovery-resources",
  title: "Discovery",
  description: "What there is to work with: kinds, presets, components, modules, environments, and what you may do.",
  tools: [readReference],
  resources: [
    apiResourceKinds,
    capabilities,
    cloudObjectPresets,
    deploymentComponents,
    deploymentComponentsPage,
    environmentSummary,
    iacModules,
    iacModulesPage,
  ],
});
