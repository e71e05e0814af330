import { definePlugin } from "@planton-mcp/core";

export const plugin = definePlugin({
  name: "connect-credentials",
  title: "Credentials",
  description: "How the platform reaches clouds, Git hosts, registries and state backends: the API's connections.",
  tools: [],
});
