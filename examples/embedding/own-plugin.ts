import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { definePlugin, defineTool, org } from "@planton-mcp/core";
import { pluginOf } from "@planton-mcp/core/catalogue";

const countEnvironments = defineTool({
  name: "count_environments",
  title: "Count environments",
  description: "Tells how many environments of an organization you may see.",
  effect: "read",
  input: { org },
  example: { org: "acme" },
  rpc: EnvironmentQueryController.method.findAuthorized,
  request: ({ org }) => ({ value: org }),
  project: ({ entries }) => ({ count: entries.length }),
});

export const counting = pluginOf(
  definePlugin({
    name: "counting",
    title: "Counting",
    description: "How much there is of what.",
    tools: [countEnvironments],
  }),
);
