import type { PromotionPolicy } from "@planton-mcp/api/resourcemanager/promotionpolicy/v1/api";
import { mermaidOf } from "./mermaid.ts";
import { graphOf } from "./promotion-graph.ts";

/** A policy as tools show it: its graph in the form that apply takes, no `false` left out, and as a diagram. */
export function shownPolicy(policy: PromotionPolicy) {
  const graph = graphOf(policy);
  return {
    metadata: policy.metadata,
    spec: { selector: policy.spec?.selector, strict: policy.spec?.strict ?? false, graph },
    mermaid: mermaidOf(graph),
    status: policy.status,
  };
}
