import { GraphNode_Type as NodeType } from "@planton-mcp/api/graph/v1/node";
import { GraphQueryController } from "@planton-mcp/api/graph/v1/query";
import { expect, test } from "vitest";
import { caller, failureOf, openSandbox, seeded, work } from "./scene.ts";

const query = GraphQueryController.method;
const open = () => {
  const sandbox = openSandbox();
  return { sandbox, call: caller(sandbox.backend, sandbox.keys.owner) };
};
const named = (nodes: readonly { name: string; type: NodeType }[]) =>
  nodes.map(({ name, type }) => `${NodeType[type]} ${name}`).sort();

test("the impact on a resource is what takes values from it, directly or not", async () => {
  const { call } = open();
  const impact = await call(query.getImpactAnalysis, { resourceId: work.devNamespace });
  expect(impact.resource?.name).toBe("shop");
  expect(named(impact.directImpact)).toEqual(["cloud_resource shop", "cloud_resource shop-db"]);
  expect(impact).toMatchObject({ transitiveImpact: [], totalAffectedCount: 2, affectedByType: { cloud_resource: 2 } });
  expect((await call(query.getImpactAnalysis, { resourceId: work.devApp })).totalAffectedCount).toBe(0);
});

test("the impact on an environment is all that is in it, and on a project what it manages", async () => {
  const { call } = open();
  const env = await call(query.getImpactAnalysis, { resourceId: seeded.dev });
  expect(named(env.directImpact)).toEqual([
    "cloud_resource network",
    "cloud_resource shop",
    "cloud_resource shop",
    "cloud_resource shop-db",
  ]);
  const project = await call(query.getImpactAnalysis, { resourceId: work.project });
  expect(named(project.directImpact)).toEqual(["cloud_resource network", "cloud_resource network"]);
});

test("dependents and dependencies are followed as far as they are asked for", async () => {
  const { call } = open();
  const dependents = await call(query.getDependents, { resourceId: work.devNamespace, relationshipTypes: [5] });
  expect(named(dependents.nodes)).toEqual(["cloud_resource shop", "cloud_resource shop-db"]);
  expect(dependents.relationships).toHaveLength(3);
  expect(dependents.relationships[0]?.metadata).toMatchObject({ targetFieldPath: "spec.name" });
  const near = await call(query.getDependencies, { resourceId: work.devApp, maxDepth: 1 });
  expect(near.nodes.map(({ name }) => name)).not.toContain("acme");
  const far = await call(query.getDependencies, { resourceId: work.devApp });
  expect(named(far.nodes)).toContain("organization acme");
});

test("graphs are drawn around a resource, a service, an environment and an organization", async () => {
  const { call } = open();
  const both = { includeUpstream: true, includeDownstream: true };
  const resource = await call(query.getCloudResourceGraph, { cloudResourceId: work.devApp, ...both });
  expect(named(resource.services)).toEqual(["service shop"]);
  const service = await call(query.getServiceGraph, { serviceId: work.service, envs: ["dev"], ...both });
  expect(service.deployments.map(({ env, cloudResource }) => [env, cloudResource?.id])).toEqual([["dev", work.devApp]]);
  const order = { includeTopologicalOrder: true };
  const env = await call(query.getEnvironmentGraph, {
    envId: seeded.dev,
    nodeTypes: [NodeType.cloud_resource],
    ...order,
  });
  const place = (id: string) => env.topologicalOrder.indexOf(id);
  expect(env.nodes).toHaveLength(4);
  expect([place(work.devNamespace) < place(work.devDatabase), place(work.devDatabase) < place(work.devApp)]).toEqual([
    true,
    true,
  ]);
  const organization = await call(query.getOrganizationGraph, { org: "acme", envs: ["prod"], ...order });
  expect(organization.nodes.every(({ env }) => env === "" || env === "prod")).toBe(true);
  expect(organization.metadata).toMatchObject({ hasCycles: false, nodeCounts: { cloud_resource: 4 } });
});

test("nothing is told of what there is not, or of what is somebody else's", async () => {
  const { sandbox, call } = open();
  expect((await failureOf(call(query.getImpactAnalysis, { resourceId: "awsvpc_unknown" }))).rawMessage).toContain("no");
  const otto = caller(sandbox.backend, sandbox.keys.outsider);
  const { nodes } = await otto(query.getOrganizationGraph, { org: "globex" });
  expect(nodes.every(({ org }) => org === "globex")).toBe(true);
});
