import {
  type GraphNode,
  GraphNode_Type as NodeType,
  GraphRelationship_Type as RelationshipType,
} from "@planton-mcp/api/graph/v1/node";
import { GraphQueryController } from "@planton-mcp/api/graph/v1/query";
import { notFound } from "../failures.ts";
import { type Context, special } from "../handler.ts";
import { type Graph, graphOf, type Reach, reached, topologicalOrder } from "../jobs/graph.ts";
import type { Row } from "../store.ts";
import type { Domain } from "./domain.ts";

const query = GraphQueryController.method;

export const graphDomain: Domain = {
  services: [GraphQueryController],
  specials: [
    special(query.getImpactAnalysis, (context, { resourceId }) => {
      const { node, graph } = around(context, resourceId);
      const { depths } = reached(graph, resourceId, "dependents");
      const impact = (isDirect: boolean) =>
        nodesIn(
          graph,
          [...depths].filter(([, depth]) => (depth === 1) === isDirect).map(([id]) => id),
        );
      const all = nodesIn(graph, depths.keys());
      return {
        resource: node,
        directImpact: impact(true),
        transitiveImpact: impact(false),
        totalAffectedCount: all.length,
        affectedByType: countedBy(all, ({ type }) => NodeType[type]),
      };
    }),
    special(query.getDependents, (context, input) => neighbours(context, "dependents", input)),
    special(query.getDependencies, (context, input) => neighbours(context, "dependencies", input)),
    special(
      query.getCloudResourceGraph,
      (context, { cloudResourceId, includeUpstream, includeDownstream, maxDepth }) => {
        const { node, graph } = around(context, cloudResourceId);
        const found = bothWays(graph, cloudResourceId, { includeUpstream, includeDownstream, maxDepth });
        const nodes = nodesIn(graph, found.ids);
        const ofType = (wanted: NodeType) => nodes.filter(({ type }) => type === wanted);
        return {
          cloudResource: node,
          services: ofType(NodeType.service),
          connections: ofType(NodeType.connection),
          nodes,
          relationships: found.relationships,
        };
      },
    ),
    special(query.getServiceGraph, (context, { serviceId, envs, includeUpstream, includeDownstream, maxDepth }) => {
      const { node, graph } = around(context, serviceId);
      const found = bothWays(graph, serviceId, { includeUpstream, includeDownstream, maxDepth });
      const deployments = graph.relationships
        .filter(({ targetId, type }) => targetId === serviceId && type === RelationshipType.managed_by)
        .flatMap((relationship) => {
          const cloudResource = graph.nodes.get(relationship.sourceId);
          if (cloudResource === undefined || (envs.length > 0 && !envs.includes(cloudResource.env))) return [];
          return [{ env: cloudResource.env, cloudResource, relationship }];
        });
      return { service: node, deployments, nodes: nodesIn(graph, found.ids), relationships: found.relationships };
    }),
    special(query.getEnvironmentGraph, (context, { envId, nodeTypes, includeTopologicalOrder }) => {
      const { node, graph, row } = around(context, envId);
      const part = partOf(graph, (each) => each.env === row.slug && isOneOf(each, nodeTypes));
      const organization = graph.nodes.get(row.org);
      return {
        environment: node,
        ...(organization && { organization }),
        nodes: [...part.nodes.values()],
        relationships: [...part.relationships],
        topologicalOrder: includeTopologicalOrder ? [...topologicalOrder(part).order] : [],
      };
    }),
    special(query.getOrganizationGraph, (context, { org, envs, nodeTypes, includeTopologicalOrder, maxDepth }) => {
      const { graph } = around(context, org);
      const { depths } = reached(graph, org, "dependents", { maxDepth });
      const part = partOf(
        graph,
        (each) =>
          (each.id === org || depths.has(each.id)) &&
          (envs.length === 0 || each.env === "" || envs.includes(each.env)) &&
          isOneOf(each, nodeTypes),
      );
      const { order, hasCycles } = topologicalOrder(part);
      const [nodes, relationships] = [[...part.nodes.values()], [...part.relationships]];
      return {
        org,
        nodes,
        relationships,
        topologicalOrder: includeTopologicalOrder ? [...order] : [],
        metadata: {
          computedAtMillis: BigInt(context.at.getTime()),
          nodeCounts: countedBy(nodes, ({ type }) => NodeType[type]),
          relationshipCounts: countedBy(relationships, ({ type }) => RelationshipType[type]),
          hasCycles,
        },
      };
    }),
  ],
};

/** The graph around a resource of whatever kind, once it is known that the caller may get the resource. */
function around({ store, access }: Context, id: string) {
  const row = store.findAny(id);
  if (row === undefined) throw notFound("resource", id);
  access.require("get", row.kind, row.id);
  const graph = graphOf(store, row.org, (each: Row) => access.may("get", each.kind, each.id));
  const node = graph.nodes.get(id);
  if (node === undefined) throw notFound("resource", `${id} in the graph`);
  return { row, node, graph };
}

function neighbours(
  context: Context,
  direction: "dependents" | "dependencies",
  input: { readonly resourceId: string; readonly maxDepth: number; readonly relationshipTypes: RelationshipType[] },
) {
  const { node, graph } = around(context, input.resourceId);
  const reach = { maxDepth: input.maxDepth, types: input.relationshipTypes };
  const { depths, relationships } = reached(graph, input.resourceId, direction, reach);
  return { resource: node, nodes: nodesIn(graph, depths.keys()), relationships };
}

interface Ways extends Reach {
  readonly includeUpstream: boolean;
  readonly includeDownstream: boolean;
}

/** Upstream is what a resource needs, downstream what needs it. */
function bothWays(graph: Graph, id: string, { includeUpstream, includeDownstream, ...reach }: Ways) {
  const ways = [
    ...(includeUpstream ? [reached(graph, id, "dependencies", reach)] : []),
    ...(includeDownstream ? [reached(graph, id, "dependents", reach)] : []),
  ];
  return {
    ids: new Set(ways.flatMap(({ depths }) => [...depths.keys()])),
    relationships: ways.flatMap(({ relationships }) => relationships),
  };
}

function partOf({ nodes, relationships }: Graph, isMeant: (node: GraphNode) => boolean): Graph {
  const kept = new Map([...nodes].filter(([, node]) => isMeant(node)));
  return {
    nodes: kept,
    relationships: relationships.filter(({ sourceId, targetId }) => kept.has(sourceId) && kept.has(targetId)),
  };
}

function isOneOf({ type }: GraphNode, types: readonly NodeType[]): boolean {
  return types.length === 0 || types.includes(type);
}

function nodesIn({ nodes }: Graph, ids: Iterable<string>): GraphNode[] {
  return [...ids].flatMap((id) => nodes.get(id) ?? []);
}

function countedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
}
