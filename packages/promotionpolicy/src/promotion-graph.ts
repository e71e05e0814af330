import type { PromotionPolicy } from "@planton-mcp/api/resourcemanager/promotionpolicy/v1/api";

/** Environments, and the ways between them, as tools take and show them. */
export interface PromotionGraph {
  readonly nodes: readonly string[];
  readonly edges: readonly PromotionEdge[];
}

export interface PromotionEdge {
  readonly from: string;
  readonly to: string;
  readonly manual_approval: boolean;
}

export function graphOf(policy: PromotionPolicy | undefined): PromotionGraph {
  const { nodes = [], edges = [] } = policy?.spec?.graph ?? {};
  return {
    nodes: nodes.map(({ name }) => name),
    edges: edges.map(({ from, to, manualApproval }) => ({ from, to, manual_approval: manualApproval })),
  };
}

/** `staging → prod`, as an edge is named to people. */
export function edgeName({ from, to }: Pick<PromotionEdge, "from" | "to">): string {
  return `${from} → ${to}`;
}

/** The edge between the same two environments. */
export function sameEdge({ edges }: PromotionGraph, { from, to }: Pick<PromotionEdge, "from" | "to">) {
  return edges.find((edge) => edge.from === from && edge.to === to);
}
