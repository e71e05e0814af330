import { didYouMean, type Problem } from "@planton-mcp/core";
import { edgeName, type PromotionEdge, type PromotionGraph } from "./promotion-graph.ts";

/** Which parts of a graph came with the arguments; the others are those of the policy as it is. */
export interface GivenParts {
  readonly nodes: boolean;
  readonly edges: boolean;
}

/**
 * What is wrong with a graph: environments or edges that are there twice, edges that lead nowhere or in a cycle, and
 * environments that no edge touches. Each is told of the argument that can mend it.
 */
export function graphProblems(graph: PromotionGraph, given: GivenParts): readonly Problem[] {
  const { nodes, edges } = graph;
  const nodeAt = (index: number) => (given.nodes ? `nodes.${index}` : "edges");
  const repeated = nodes.flatMap((node, index) =>
    nodes.indexOf(node) < index ? [{ argument: nodeAt(index), message: `${node} is there twice.` }] : [],
  );
  const touched = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const unreachable = nodes.flatMap((node, index) =>
    nodes.length > 1 && !touched.has(node) && nodes.indexOf(node) === index
      ? [{ argument: nodeAt(index), message: `No edge leads to or from ${node}. Add one, or leave ${node} out.` }]
      : [],
  );
  return [...repeated, ...edgeProblems(graph, given), ...unreachable];
}

function edgeProblems({ nodes, edges }: PromotionGraph, given: GivenParts): Problem[] {
  const accepted = new Map<string, string[]>();
  return edges.flatMap((edge, index) => {
    const at = (end = "") => (given.edges ? `edges.${index}${end}` : "nodes");
    const lost = (["from", "to"] as const).filter((end) => !nodes.includes(edge[end]));
    if (lost.length > 0) {
      return lost.map((end) => ({ argument: at(`.${end}`), message: endMessage(edge, edge[end], nodes, given) }));
    }
    const message = edgeMessage(edge, accepted);
    if (message !== undefined) return [{ argument: at(), message }];
    accepted.set(edge.from, [...(accepted.get(edge.from) ?? []), edge.to]);
    return [];
  });
}

function endMessage(edge: PromotionEdge, end: string, nodes: readonly string[], given: GivenParts): string {
  if (!given.edges) return `${end} is missing, and ${edgeName(edge)} stays as long as edges are not given anew.`;
  const also = given.nodes ? "" : " Give nodes anew to add it.";
  return `${end} is not among the nodes ${nodes.join(", ")}.${didYouMean(end, nodes)}${also}`;
}

/** What is wrong with an edge beside those before it. A cycle is told of the last of its edges. */
function edgeMessage({ from, to }: PromotionEdge, before: ReadonlyMap<string, readonly string[]>): string | undefined {
  if (from === to) return `${from} can't be promoted to itself.`;
  if (before.get(from)?.includes(to)) return `${edgeName({ from, to })} is there twice.`;
  const back = pathBetween(to, from, before);
  return back && `${edgeName({ from, to })} closes the cycle ${[from, ...back].join(" → ")}.`;
}

/** A way from one environment to another, both included, or nothing where there is none. */
function pathBetween(
  from: string,
  to: string,
  edges: ReadonlyMap<string, readonly string[]>,
  seen = new Set<string>(),
): readonly string[] | undefined {
  if (from === to) return [to];
  seen.add(from);
  for (const next of edges.get(from) ?? []) {
    const rest = seen.has(next) ? undefined : pathBetween(next, to, edges, seen);
    if (rest !== undefined) return [from, ...rest];
  }
  return undefined;
}
