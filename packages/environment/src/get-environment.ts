import { defineWorkflow, idOrOrgAndSlug } from "@planton-mcp/core";
import { environmentCoordinates, environmentReads, findEnvironment } from "./find-environment.ts";

export const getEnvironment = defineWorkflow({
  name: "get_environment",
  title: "Get an environment",
  description: "Reads one environment, by id or by organization and slug.",
  effect: "read",
  input: environmentCoordinates,
  rules: [idOrOrgAndSlug],
  example: { org: "acme", slug: "dev" },
  reads: environmentReads,
  run: (args, { read }) => findEnvironment(args, read),
});
