import { defineResource } from "@planton-mcp/core";
import { kinds, providers } from "@planton-mcp/kinds";

export const cloudResourceKinds = defineResource({
  uri: "cloud-resource-kinds://catalog",
  name: "cloud-resource-kinds",
  title: "Kinds of cloud resources",
  description: "Every kind of cloud resource that can be deployed, by provider.",
  mimeType: "application/json",
  reads: [],
  read: async () => ({
    count: kinds.length,
    schema: "cloud-resource-schema://{kind}",
    providers: providers.map(({ name, displayName, group }) => {
      const own = kinds.filter(({ provider }) => provider === name);
      return {
        provider: name,
        name: displayName,
        api_version: own[0]?.apiVersion ?? `${group}/v1`,
        kinds: own.map(({ kind }) => kind),
      };
    }),
  }),
});
