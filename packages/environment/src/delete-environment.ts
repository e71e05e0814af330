import { EnvironmentCommandController } from "@planton-mcp/api/resourcemanager/environment/v1/command";
import { defineTool, idOrOrgAndSlug, targetOf, wholeResource } from "@planton-mcp/core";
import { environmentCoordinates, environmentReads, findEnvironment } from "./find-environment.ts";

const method = EnvironmentCommandController.method.delete;

export const deleteEnvironment = defineTool({
  name: "delete_environment",
  title: "Delete an environment",
  description: "Deletes an environment and everything deployed in it, for good.",
  effect: "destroy",
  input: environmentCoordinates,
  rules: [idOrOrgAndSlug],
  example: { org: "acme", slug: "dev" },
  target: {
    reads: environmentReads,
    locate: async (args, read) => targetOf(method, await findEnvironment(args, read)),
  },
  rpc: method,
  request: (_, { id }) => ({ value: id }),
  project: wholeResource,
});
