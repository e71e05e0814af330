import type { Change } from "@planton-mcp/core";
import { edgeName, type PromotionEdge, type PromotionGraph, sameEdge } from "./promotion-graph.ts";

/** What differs between two graphs, environment by environment and edge by edge. */
export function graphChanges(before: PromotionGraph, after: PromotionGraph): readonly Change[] {
  const nodes = new Set([...before.nodes, ...after.nodes]);
  const edges = new Map([...before.edges, ...after.edges].map((edge) => [JSON.stringify([edge.from, edge.to]), edge]));
  return [
    ...[...nodes].map((node) => ({
      field: "spec.graph.nodes",
      from: before.nodes.find((name) => name === node),
      to: after.nodes.find((name) => name === node),
    })),
    ...[...edges.values()].map((edge) => ({
      field: `spec.graph.edges[${edgeName(edge)}]`,
      from: inWords(sameEdge(before, edge)),
      to: inWords(sameEdge(after, edge)),
    })),
  ].filter(({ from, to }) => from !== to);
}

function inWords(edge: PromotionEdge | undefined): string | undefined {
  return edge && (edge.manual_approval ? "with manual approval" : "without approval");
}

/** What of a graph's manual approvals is lost in another, or got round: a sentence each. */
export function lostApprovals(before: PromotionGraph, after: PromotionGraph): readonly string[] {
  const lost = before.edges.flatMap((edge) => {
    const now = sameEdge(after, edge);
    if (!edge.manual_approval || now?.manual_approval === true) return [];
    return now === undefined
      ? `${edgeName(edge)}, which takes a manual approval, is no longer a step of its own.`
      : `${edgeName(edge)} no longer takes a manual approval.`;
  });
  const bypassing = after.edges.flatMap((edge) => {
    const ways = before.edges.filter(({ to }) => to === edge.to);
    const isNew = sameEdge(before, edge) === undefined;
    return isNew && !edge.manual_approval && ways.length > 0 && ways.every((way) => way.manual_approval)
      ? `${edgeName(edge)} is a way to ${edge.to} without a manual approval; so far every way there takes one.`
      : [];
  });
  return [...lost, ...bypassing];
}
