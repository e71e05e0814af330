import { defineWorkflow } from "@planton-mcp/core";
import { defaultCoordinates, defaultReads, defaultRule, findDefault } from "./find-default-provider-connection.ts";

export const getDefaultProviderConnection = defineWorkflow({
  name: "get_default_provider_connection",
  title: "Get a default credential",
  description:
    "Reads the default credential set for exactly this organization or environment. For the one that applies, use resolve_default_provider_connection.",
  effect: "read",
  input: defaultCoordinates,
  rules: [defaultRule],
  example: { org: "acme", provider: "aws" },
  formerly: ["get_org_default_provider_connection", "get_env_default_provider_connection"],
  reads: defaultReads,
  run: (args, { read }) => findDefault(args, read),
});
