import { defineWorkflow } from "@planton-mcp/core";
import { bindingCoordinates, bindingReads, bindingRule, findBinding } from "./find-default-runner-binding.ts";

export const getDefaultRunnerBinding = defineWorkflow({
  name: "get_default_runner_binding",
  title: "Get a default runner",
  description:
    "Reads the default runner that was set for exactly what is selected. For the one that an organization ends up with, use resolve_default_runner_binding.",
  effect: "read",
  input: bindingCoordinates,
  rules: [bindingRule],
  example: { selector_kind: "organization", selector_id: "acme" },
  formerly: ["get_default_runner_binding_by_selector"],
  reads: bindingReads,
  run: (args, { read }) => findBinding(args, read),
});
