import { FlowControlPolicyCommandController } from "@planton-mcp/api/infrahub/flowcontrolpolicy/v1/command";
import { defineWorkflow, idOrSelector } from "@planton-mcp/core";
import { findFlowControlPolicy, policyCoordinates, policyReads } from "./find-flow-control-policy.ts";
import { lostCare } from "./flow-control.ts";
import { policyAround, policyTarget, scopeOf, scopeReads } from "./policy-scope.ts";
import { shownPolicy } from "./shown-policy.ts";

const method = FlowControlPolicyCommandController.method.delete;

export const deleteFlowControlPolicy = defineWorkflow({
  name: "delete_flow_control_policy",
  title: "Delete a flow control policy",
  description: "Deletes a flow control policy, and with it the approvals and previews that it asks of stack jobs.",
  effect: "destroy",
  input: policyCoordinates,
  rules: [idOrSelector],
  example: { selector_kind: "environment", selector_id: "env_01kseed0000000000000000003" },
  keywords: ["remove", "approval", "manual", "pause"],
  undo: "Apply the same flags for the same selector again; the policy gets a new id.",
  reads: [...policyReads, ...scopeReads],
  writes: [method],
  prepare: async (args, { read }) => {
    const policy = await findFlowControlPolicy(args, read);
    const scope = await scopeOf(policy, read);
    const around = await policyAround(scope, read);
    const warnings = [around.sentence, ...lostCare(policy, around.policy)];
    return {
      target: policyTarget(policy, scope),
      warnings,
      commit: async (write) => ({
        deleted: shownPolicy(await write(method, { value: policy.metadata?.id ?? "" })),
        warnings,
      }),
    };
  },
});
