import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import type { PromotionPolicy } from "@planton-mcp/api/resourcemanager/promotionpolicy/v1/api";
import { PromotionPolicyCommandController } from "@planton-mcp/api/resourcemanager/promotionpolicy/v1/command";
import { type Selector, type Target, targetOf } from "@planton-mcp/core";

export function selectorOfPolicy({ spec }: PromotionPolicy): Selector {
  return spec?.selector ?? { kind: ApiResourceKind.unspecified, id: "" };
}

/** A policy as a person and a server's own rules look at it: with the organization that it is for. */
export function policyTarget(policy: PromotionPolicy): Target {
  const { kind, id } = selectorOfPolicy(policy);
  const target = targetOf(PromotionPolicyCommandController.method.apply, policy);
  return kind === ApiResourceKind.organization ? { ...target, org: id } : target;
}
