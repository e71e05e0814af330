import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { DefaultRunnerBindingCommandController } from "@planton-mcp/api/connect/defaultrunnerbinding/v1/command";
import { DefaultRunnerBindingQueryController } from "@planton-mcp/api/connect/defaultrunnerbinding/v1/query";
import { defineApply, findOrAbsent, text } from "@planton-mcp/core";
import { findBinding, selector, selectorOf } from "./find-default-runner-binding.ts";
import { slugOf } from "./slug-of.ts";

export const applyDefaultRunnerBinding = defineApply({
  name: "apply_default_runner_binding",
  title: "Set a default runner",
  description:
    "Sets the runner that carries out the jobs of what is selected unless told otherwise. Find runners with list_runner_registrations.",
  input: {
    ...selector,
    org: text("Organization id, unless selected itself").optional(),
  },
  example: { selector_kind: "organization", selector_id: "acme", runner: "planton-runner" },
  fields: { runner: text("Slug of the runner") },
  clearable: [],
  reads: [DefaultRunnerBindingQueryController.method.getBySelector],
  find: (args, read) => findOrAbsent(findBinding(args, read)),
  start: ({ org, ...selected }) => {
    const selector = selectorOf(selected);
    const holder = selector.kind === ApiResourceKind.organization ? selector.id : org;
    return {
      metadata: { org: holder ?? "", slug: slugOf("default-runner", selector.id) },
      spec: { selector },
    };
  },
  patch: ({ runner }) => ({ spec: { runner } }),
  rpc: DefaultRunnerBindingCommandController.method.apply,
});
