import { fromBinary } from "@bufbuild/protobuf";
import type { CloudResource } from "@planton-mcp/api/infrahub/cloudresource/v1/api";
import { FlowControlPolicySchema } from "@planton-mcp/api/infrahub/flowcontrolpolicy/v1/api";
import type { StackJobFlowControl } from "@planton-mcp/api/infrahub/flowcontrolpolicy/v1/spec";
import { platformId } from "../access.ts";
import type { Row, Store } from "../store.ts";

/** Who says how the jobs of something go. */
export interface FlowControl {
  readonly flow: StackJobFlowControl | undefined;
  /** The policy that says so; nothing where the resource does, or nobody. */
  readonly policy: Row | undefined;
}

/** What the resource says itself, else the policy of its environment, of its organization, of the platform, else nothing. */
export function flowControlOf(
  store: Store,
  { org, env }: { readonly org: string; readonly env: string },
  resource?: CloudResource,
): FlowControl {
  const own = resource?.spec?.flowControl;
  if (own !== undefined) return { flow: own, policy: undefined };
  const policies = store.list("flow_control_policy");
  const owners = [
    { kind: "environment", id: env },
    { kind: "organization", id: org },
    { kind: "platform", id: platformId },
  ];
  const policy = owners
    .flatMap(({ kind, id }) => policies.find((row) => id !== "" && row.ownerKind === kind && row.ownerId === id) ?? [])
    .at(0);
  const flow = policy && fromBinary(FlowControlPolicySchema, policy.data).spec?.flowControl;
  return { flow, policy };
}
