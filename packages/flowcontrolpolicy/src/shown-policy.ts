import type { FlowControlPolicy } from "@planton-mcp/api/infrahub/flowcontrolpolicy/v1/api";
import { flagsOf } from "./flow-control.ts";

/** A policy as tools show it: with every flag, so that none has to be guessed from its absence. */
export function shownPolicy(policy: FlowControlPolicy) {
  return {
    metadata: policy.metadata,
    spec: { selector: policy.spec?.selector, flow_control: flagsOf(policy) },
    status: policy.status,
  };
}
