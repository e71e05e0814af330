import { FlowControlPolicyQueryController } from "@planton-mcp/api/infrahub/flowcontrolpolicy/v1/query";
import { type SelectorArguments, type Send, selectorCoordinates, selectorOf } from "@planton-mcp/core";

const { get, getBySelector } = FlowControlPolicyQueryController.method;

/** The arguments that name a policy, and the reads that find it by them. */
export const policyCoordinates = selectorCoordinates("Policy");

export const policyReads = [get, getBySelector];

/** The policy of an id, or the own one of a selector. Which of them is given has been checked before. */
export async function findFlowControlPolicy(
  { id, ...args }: SelectorArguments & { readonly id?: string | undefined },
  read: Send,
) {
  return id === undefined ? read(getBySelector, await selectorOf(args)) : read(get, { value: id });
}
