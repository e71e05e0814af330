import { defineResource } from "@planton-mcp/core";
import { managedKinds } from "./kinds-managed.ts";

export const apiResourceKinds = defineResource({
  uri: "api-resource-kinds://catalog",
  name: "api-resource-kinds",
  title: "Kinds of platform resources",
  description:
    "The platform's resource kinds by group: API version, id prefix, owner, and the tools of this server that manage each. No tools: this server can't.",
  mimeType: "application/json",
  annotations: { audience: ["assistant"], priority: 0.7 },
  // Made of the server's own tools, which may differ from caller to caller.
  cache: { seconds: 3600, forEverybody: false },
  reads: [],
  read: async (_, { catalogue }) => ({ groups: await managedKinds(catalogue) }),
});
