import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { PromotionPolicyQueryController } from "@planton-mcp/api/resourcemanager/promotionpolicy/v1/query";
import { describeSelector, Failure, findOrAbsent, platformSelector, type Selector, type Send } from "@planton-mcp/core";
import { edgeName, graphOf } from "./promotion-graph.ts";

const { getBySelector } = PromotionPolicyQueryController.method;

/** The policy that applies to something that has none of its own, and how that is told. */
export async function policyBehind(selector: Selector, read: Send) {
  const who = describeSelector(selector);
  const none = `No promotion policy then applies to ${who}: nothing orders promotions or waits for an approval.`;
  if (selector.kind === ApiResourceKind.platform) {
    return { policy: undefined, sentence: "Organizations without a promotion policy of their own then have none." };
  }
  try {
    const policy = await findOrAbsent(read(getBySelector, platformSelector));
    if (policy === undefined) return { policy, sentence: none };
    const { edges } = graphOf(policy);
    const ways = edges.map((edge) => edgeName(edge) + (edge.manual_approval ? " (manual approval)" : ""));
    const { id, name } = policy.metadata ?? {};
    return { policy, sentence: `Then the platform's ${name} (${id}) applies to ${who}: ${ways.join(", ")}.` };
  } catch (error) {
    if (!Failure.is(error) || error.facts.code !== "permission_denied") throw error;
    const sentence = `What then applies to ${who} can't be told: the platform's policy is not yours to read.`;
    return { policy: undefined, sentence };
  }
}
