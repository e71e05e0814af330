import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { DefaultRunnerBindingCommandController } from "@planton-mcp/api/connect/defaultrunnerbinding/v1/command";
import type { DefaultRunnerBindingSpec } from "@planton-mcp/api/connect/defaultrunnerbinding/v1/spec";
import { defineWorkflow, targetOf } from "@planton-mcp/core";
import { bindingCoordinates, bindingReads, bindingRule, findBinding } from "./find-default-runner-binding.ts";

const remove = DefaultRunnerBindingCommandController.method.delete;

export const deleteDefaultRunnerBinding = defineWorkflow({
  name: "delete_default_runner_binding",
  title: "Delete a default runner",
  description: "Removes the default runner of exactly what is selected; the runner itself stays.",
  effect: "destroy",
  input: bindingCoordinates,
  rules: [bindingRule],
  example: { selector_kind: "organization", selector_id: "acme" },
  formerly: ["delete_default_runner_binding_by_selector"],
  undo: "Set it again with apply_default_runner_binding.",
  reads: bindingReads,
  writes: [remove],
  prepare: async (args, { read }) => {
    const found = await findBinding(args, read);
    const target = targetOf(remove, found);
    return {
      target,
      warnings: found.spec && [whatAppliesThen(found.spec)],
      commit: (write) => write(remove, { value: target.id }),
    };
  },
});

function whatAppliesThen({ selector, runner }: DefaultRunnerBindingSpec): string {
  const { kind = ApiResourceKind.unspecified, id = "" } = selector ?? {};
  return kind === ApiResourceKind.platform
    ? `Then organizations without a default runner of their own have none: their jobs no longer go to ${runner}.`
    : `Then jobs of ${ApiResourceKind[kind]} ${id} no longer go to ${runner} by default, but to the default runner of what it belongs to, if that has one.`;
}
