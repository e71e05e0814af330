import { defineWorkflow, Failure, idOrSelector } from "@planton-mcp/core";
import { findFlowControlPolicy, policyCoordinates, policyReads } from "./find-flow-control-policy.ts";
import { shownPolicy } from "./shown-policy.ts";

export const getFlowControlPolicy = defineWorkflow({
  name: "get_flow_control_policy",
  title: "Get a flow control policy",
  description:
    "Reads how stack jobs are held back: the flow control policy of an id, or the own one of an organization, environment, cloud resource or the platform.",
  effect: "read",
  input: policyCoordinates,
  rules: [idOrSelector],
  example: { selector_kind: "environment", selector_id: "env_01kseed0000000000000000003" },
  keywords: ["approval", "manual", "preview", "pause", "deployment", "safeguard"],
  reads: policyReads,
  run: async (args, { read }) => {
    try {
      return shownPolicy(await findFlowControlPolicy(args, read));
    } catch (error) {
      const isAbsent = Failure.is(error) && error.facts.code === "not_found" && args.id === undefined;
      if (!isAbsent) throw error;
      const next = "Without one of its own, that of its organization or of the platform may apply: ask for those.";
      throw new Failure({ ...error.facts, next });
    }
  },
});
