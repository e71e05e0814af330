import { create } from "@bufbuild/protobuf";
import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import {
  type GraphNode,
  GraphNodeSchema,
  type GraphRelationship,
  GraphRelationshipSchema,
  GraphNode_Type as NodeType,
  GraphRelationship_Type as RelationshipType,
  RelationshipDiscoveryStrategy_Type as Strategy,
} from "@planton-mcp/api/graph/v1/node";
import { cloudResourceKind } from "../cloud-resource-kind.ts";
import type { Row, Store } from "../store.ts";
import { cloudResourceIn, referencesIn, targetOf } from "./references.ts";

/** What there is in an organization, and what needs what: each relationship points from what needs to what is needed. */
export interface Graph {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly relationships: readonly GraphRelationship[];
}

const typeOf: Readonly<Record<string, NodeType>> = {
  organization: NodeType.organization,
  environment: NodeType.environment,
  service: NodeType.service,
  cloud_resource: NodeType.cloud_resource,
  infra_project: NodeType.infra_project,
};

/** Draws the graph of an organization from what is stored, as far as the caller may get it. */
export function graphOf(store: Store, org: string, may: (row: Row) => boolean): Graph {
  const kinds = [...Object.keys(typeOf), ...connectionKinds];
  const rows = kinds.flatMap((kind) => store.list(kind, org)).filter(may);
  const nodes = new Map(rows.map((row) => [row.id, nodeOf(store, row)]));
  const relationships = rows.flatMap((row) => relationshipsOf(store, row));
  return {
    nodes,
    relationships: relationships.filter(({ sourceId, targetId }) => nodes.has(sourceId) && nodes.has(targetId)),
  };
}

/** Kinds of connection: what holds a credential, not what says which one to use. */
const connectionKinds = Object.keys(ApiResourceKind).filter(
  (kind) => /_connection$/.test(kind) && kind !== "default_provider_connection",
);

function nodeOf(store: Store, row: Row): GraphNode {
  const resource = row.kind === "cloud_resource" ? cloudResourceIn(row) : undefined;
  const env = row.env === "" ? "" : (store.find("environment", row.env)?.slug ?? row.env);
  return create(GraphNodeSchema, {
    id: row.id,
    type: typeOf[row.kind] ?? NodeType.connection,
    name: row.slug,
    org: row.org,
    env,
    // A stored kind is one of the contract's words.
    apiResourceKind: ApiResourceKind[row.kind as keyof typeof ApiResourceKind],
    cloudResourceKind: resource?.spec?.kind ?? 0,
    containerKind: cloudResourceKind(resource?.spec?.kind ?? 0)?.isContainer ?? false,
    metadata: { displayName: row.name, labels: resource?.metadata?.labels ?? {}, tags: resource?.metadata?.tags ?? [] },
  });
}

function relationshipsOf(store: Store, row: Row): readonly GraphRelationship[] {
  const to = (targetId: string, type: RelationshipType, strategy: Strategy, path = "", target = "") =>
    create(GraphRelationshipSchema, {
      type,
      sourceId: row.id,
      targetId,
      metadata: { discoveryStrategy: { type: strategy }, sourceFieldPath: path, targetFieldPath: target },
    });
  const place =
    row.env !== ""
      ? [to(row.env, RelationshipType.belongs_to_env, Strategy.metadata_env)]
      : row.kind === "organization"
        ? []
        : [to(row.org, RelationshipType.belongs_to_org, Strategy.metadata_org)];
  if (row.kind !== "cloud_resource") return place;
  const { spec } = cloudResourceIn(row);
  const references = referencesIn(spec?.cloudObject ?? {}).flatMap((reference) => {
    const target = targetOf(store, row, reference);
    if (target === undefined) return [];
    const { relationship, path, fieldPath } = reference;
    const type = relationshipNamed(relationship) ?? RelationshipType.depends_on;
    const strategy =
      relationship === undefined ? Strategy.cloud_object_value_from_ref : Strategy.cloud_object_explicit_relationship;
    return [to(target.row.id, type, strategy, path, fieldPath)];
  });
  const parentKind = ApiResourceKind[spec?.parent?.kind ?? 0] ?? "";
  const parent = spec?.parent && store.findBySlug(parentKind, row.org, spec.parent.name);
  const parents =
    parent === undefined
      ? []
      : [to(parent.id, RelationshipType.managed_by, Strategy.cloud_resource_parent, "spec.parent")];
  const connection = spec?.providerInfo?.connection ?? "";
  const connections = connectionKinds.flatMap((kind) => {
    const found = connection === "" ? undefined : store.findBySlug(kind, row.org, connection);
    const path = "spec.provider_info.connection";
    return found ? [to(found.id, RelationshipType.uses_connection, Strategy.connection_reference, path)] : [];
  });
  return [...place, ...references, ...parents, ...connections];
}

function relationshipNamed(name: string | undefined): RelationshipType | undefined {
  const known = [
    RelationshipType.depends_on,
    RelationshipType.runs_on,
    RelationshipType.managed_by,
    RelationshipType.uses,
  ];
  return known.find((type) => RelationshipType[type] === name);
}

export interface Reach {
  /** Steps from the start; 0 for as many as there are. */
  readonly maxDepth?: number;
  /** Empty for any. */
  readonly types?: readonly RelationshipType[];
}

/** What is reached from a node, step by step, without the node itself: each with how many steps it took. */
export function reached(graph: Graph, from: string, direction: "dependents" | "dependencies", reach: Reach = {}) {
  const { maxDepth = 0, types = [] } = reach;
  const edges = graph.relationships
    .filter(({ type }) => types.length === 0 || types.includes(type))
    .map((edge) => {
      const [here, there] =
        direction === "dependents" ? [edge.targetId, edge.sourceId] : [edge.sourceId, edge.targetId];
      return { edge, here, there };
    });
  const depths = new Map([[from, 0]]);
  const relationships: GraphRelationship[] = [];
  // The map grows while it is gone through.
  for (const [id, depth] of depths) {
    if (maxDepth > 0 && depth >= maxDepth) continue;
    for (const { edge, there } of edges.filter(({ here }) => here === id)) {
      relationships.push(edge);
      if (!depths.has(there)) depths.set(there, depth + 1);
    }
  }
  depths.delete(from);
  return { depths, relationships };
}

/** What is needed before what needs it; `hasCycles` where there is no such order. */
export function topologicalOrder({ nodes, relationships }: Graph): { order: readonly string[]; hasCycles: boolean } {
  const order: string[] = [];
  const state = new Map<string, "open" | "done">();
  let hasCycles = false;
  const visit = (id: string): void => {
    if (state.get(id) === "open") hasCycles = true;
    if (state.has(id)) return;
    state.set(id, "open");
    for (const { sourceId, targetId } of relationships) if (sourceId === id) visit(targetId);
    state.set(id, "done");
    order.push(id);
  };
  for (const id of nodes.keys()) visit(id);
  return { order, hasCycles };
}
