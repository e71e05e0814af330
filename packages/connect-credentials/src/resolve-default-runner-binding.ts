import { DefaultRunnerBindingQueryController } from "@planton-mcp/api/connect/defaultrunnerbinding/v1/query";
import { defineTool, org, wholeResource } from "@planton-mcp/core";

export const resolveDefaultRunnerBinding = defineTool({
  name: "resolve_default_runner_binding",
  title: "Resolve the default runner",
  description:
    "Tells which default runner an organization ends up with, its own or the platform's. Its selector says whose it is.",
  effect: "read",
  input: { org },
  example: { org: "acme" },
  rpc: DefaultRunnerBindingQueryController.method.resolve,
  request: ({ org }) => ({ org }),
  project: wholeResource,
});
