import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { PromotionPolicyQueryController } from "@planton-mcp/api/resourcemanager/promotionpolicy/v1/query";
import { type SelectorArguments, type Send, selectorCoordinates, selectorOf } from "@planton-mcp/core";

const { get, getBySelector } = PromotionPolicyQueryController.method;

/** The arguments that name a policy, and the reads that find it by them. */
export const policyCoordinates = selectorCoordinates("Policy");

export const policyReads = [get, getBySelector];

/** What a policy may be for. */
export function policySelector(args: SelectorArguments) {
  return selectorOf(args, [ApiResourceKind.organization, ApiResourceKind.platform]);
}

/** The policy of an id, or the own one of a selector. Which of them is given has been checked before. */
export async function findPromotionPolicy(
  { id, ...args }: SelectorArguments & { readonly id?: string | undefined },
  read: Send,
) {
  return id === undefined ? read(getBySelector, await policySelector(args)) : read(get, { value: id });
}
