import { definePlugin } from "@planton-mcp/core";
import { applyEnvironment } from "./apply-environment.ts";
import { checkEnvironmentSlugAvailability } from "./check-environment-slug-availability.ts";
import { deleteEnvironment } from "./delete-environment.ts";
import { getEnvironment } from "./get-environment.ts";
import { listEnvironments } from "./list-environments.ts";

export const plugin = definePlugin({
  name: "environment",
  title: "Environments",
  description: "Where an organization's cloud resources live: development, staging, production.",
  tools: [applyEnvironment, checkEnvironmentSlugAvailability, deleteEnvironment, getEnvironment, listEnvironments],
});
