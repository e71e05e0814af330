import { FlowControlPolicyCommandController } from "@planton-mcp/api/infrahub/flowcontrolpolicy/v1/command";
import { defineApply, findOrAbsent, idOrSelector, selectorOf, text } from "@planton-mcp/core";
import { findFlowControlPolicy, policyCoordinates, policyReads } from "./find-flow-control-policy.ts";
import { flowControl, idleFlags, lostCare } from "./flow-control.ts";
import { policyAround, policyTarget, scopeOf, scopeOfSelector, scopeReads } from "./policy-scope.ts";
import { shownPolicy } from "./shown-policy.ts";

export const applyFlowControlPolicy = defineApply({
  name: "apply_flow_control_policy",
  title: "Create or update a flow control policy",
  description:
    "Sets how stack jobs are held back in an organization, environment, cloud resource or the platform. Creates the policy if there is none, with every flag off that is not given; an update keeps those.",
  effect: "authorize",
  input: policyCoordinates,
  rules: [idOrSelector],
  example: { selector_kind: "environment", selector_id: "env_01kseed0000000000000000003", is_manual: true },
  keywords: ["approval", "gate", "deployment", "safeguard", "lifecycle"],
  undo: "Apply what the changes show as before; delete a policy that was new.",
  fields: { name: text("Display name"), ...flowControl },
  clearable: [],
  reads: [...policyReads, ...scopeReads],
  find: (args, read) => {
    const found = findFlowControlPolicy(args, read);
    return args.id === undefined ? findOrAbsent(found) : found;
  },
  start: async (args, read) => {
    const selector = await selectorOf(args);
    const { name } = await scopeOfSelector(selector, read);
    return { metadata: { name: `Flow control of ${name}` }, spec: { selector, flowControl: {} } };
  },
  patch: ({ name, ...flags }) => ({
    metadata: { name },
    spec: {
      flowControl: {
        isManual: flags.is_manual,
        disableOnLifecycleEvents: flags.disable_on_lifecycle_events,
        skipRefresh: flags.skip_refresh,
        previewBeforeUpdateOrDestroy: flags.preview_before_update_or_destroy,
        pauseBetweenPreviewAndUpdateOrDestroy: flags.pause_between_preview_and_update_or_destroy,
      },
    },
  }),
  review: async ({ before, after }, read) => {
    const scope = await scopeOf(after, read);
    const standing = before ?? (await policyAround(scope, read)).policy;
    return {
      target: policyTarget(before ?? after, scope),
      warnings: [...lostCare(standing, after), ...idleFlags(after)],
    };
  },
  rpc: FlowControlPolicyCommandController.method.apply,
  project: shownPolicy,
});
