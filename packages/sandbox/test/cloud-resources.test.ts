import { create } from "@bufbuild/protobuf";
import { CloudResourceCommandController } from "@planton-mcp/api/infrahub/cloudresource/v1/command";
import { CloudResourceQueryController } from "@planton-mcp/api/infrahub/cloudresource/v1/query";
import { StackJobEssentialsQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { CloudResourceSearchQueryController } from "@planton-mcp/api/search/v1/infrahub/cloudresource/query";
import { sandboxKeys } from "@planton-mcp/sandbox";
import { describe, expect, onTestFinished, test } from "vitest";
import { seeds, services, specials } from "../src/domains/index.ts";
import { createEngine } from "../src/engine.ts";
import { resourceTypeOf } from "../src/resource-type.ts";
import { resourceOf } from "../src/resources.ts";
import { seed } from "../src/seed.ts";
import { openStore } from "../src/store.ts";
import { violationsOf } from "../src/validate.ts";
import { caller, failureOf, openSandbox, outcomeOf, seeded, work } from "./scene.ts";

const command = CloudResourceCommandController.method;
const query = CloudResourceQueryController.method;

const open = () => {
  const sandbox = openSandbox({ jobs: "manual" });
  return { sandbox, call: caller(sandbox.backend, sandbox.keys.owner) };
};

const network = (metadata: object, spec: object = {}) => ({
  metadata: { org: "acme", env: "dev", slug: "lab", ...metadata },
  spec: { kind: 216, cloudObject: { kind: "AwsVpc", apiVersion: "aws.openmcf.org/v1" }, ...spec },
});

describe("a cloud resource", () => {
  test("has an id that tells its kind, and a slug that is unique for its kind in its environment", async () => {
    const { call } = open();
    const made = await call(command.create, network({}));
    expect(made.metadata?.id).toMatch(/^awsvpc_/);
    expect(await outcomeOf(call(command.create, network({})))).toBe("AlreadyExists");
    expect(await outcomeOf(call(command.create, network({ env: "prod" })))).toBe("OK");
    const other = { kind: 213, cloudObject: { kind: "AwsS3Bucket" } };
    expect((await call(command.create, network({}, other))).metadata?.id).toMatch(/^s3bkt_/);
    const slug = async (kind: number) => {
      const input = { org: "acme", env: "dev", cloudResourceKind: kind, slug: "lab" };
      return (await call(query.checkSlugAvailability, input)).isAvailable;
    };
    expect([await slug(216), await slug(213), await slug(207)]).toEqual([false, false, true]);
  });

  test("is found by its environment's slug or id, and by nobody who may not get it", async () => {
    const { sandbox, call } = open();
    const input = { org: "acme", cloudResourceKind: 216, slug: "network" };
    for (const env of ["dev", seeded.dev]) {
      const found = await call(query.getByOrgByEnvByKindBySlug, { ...input, env });
      expect(found.metadata).toMatchObject({ id: work.devNetwork, env: "dev" });
    }
    const otto = caller(sandbox.backend, sandbox.keys.outsider);
    const outcome = await outcomeOf(otto(query.getByOrgByEnvByKindBySlug, { ...input, env: "dev" }));
    expect(outcome).toBe("PermissionDenied");
  });

  test.each([
    ["a kind", { kind: 0 }, "spec.kind"],
    ["a manifest", { cloudObject: undefined }, "spec.cloud_object"],
    ["a manifest of its kind", { cloudObject: { kind: "AwsEksCluster" } }, "not AwsVpc"],
  ])("needs %s", async (_, spec, message) => {
    const failure = await failureOf(open().call(command.apply, network({}, spec)));
    expect(failure.rawMessage).toContain(message);
  });

  test("is renamed without a job, and stays of its kind", async () => {
    const { call } = open();
    const renamed = await call(command.rename, { id: work.devNetwork, name: "Main network" });
    expect(renamed.metadata).toMatchObject({ name: "Main network", slug: "network" });
    const before = await call(query.get, { value: work.devNetwork });
    expect(before.status?.stackJobId).toBe(renamed.status?.stackJobId);
    const other = { kind: 213, cloudObject: { kind: "AwsS3Bucket" } };
    const failure = await failureOf(call(command.update, network({ id: work.devNetwork, slug: "network" }, other)));
    expect(failure.rawMessage).toContain("cannot change from AwsVpc to AwsS3Bucket");
  });

  test("starts no job where its flow control leaves that to people", async () => {
    const { call } = open();
    const made = await call(command.apply, network({}, { flowControl: { disableOnLifecycleEvents: true } }));
    expect(made.status?.stackJobId).toBe("");
  });

  test("has its references resolved, with what can't be said by path", async () => {
    const { call } = open();
    const input = { cloudResourceKind: 814, cloudResourceId: work.devDatabase };
    const resolved = await call(query.resolveValueFromReferences, input);
    expect(resolved).toMatchObject({ isResolved: true, errors: [] });
    expect(resolved.cloudResourceYaml).toContain("namespace:\n    value: shop");
    const lost = { value_from: { kind: "AwsVpc", name: "gone", field_path: "status.outputs.vpc_id" } };
    const cloudObject = { kind: "AwsVpc", spec: { region: lost } };
    const made = await call(command.apply, network({}, { cloudObject }));
    const broken = { cloudResourceKind: 216, cloudResourceId: made.metadata?.id ?? "" };
    const { errors, isResolved } = await call(query.resolveValueFromReferences, broken);
    expect([isResolved, errors]).toEqual([false, ["spec.region: there is no AwsVpc gone in the environment"]]);
  });

  test("has its environment variables told from its manifest", async () => {
    const { call } = open();
    const yaml = (env: string) => `
kind: KubernetesDeployment
metadata: { name: x, org: acme, env: ${env} }
spec:
  container:
    app:
      env:
        variables:
          LEVEL: { value: info }
          HOST: { valueFrom: { kind: KubernetesPostgres, name: shop-db, fieldPath: status.outputs.kube_endpoint } }
        secrets:
          TOKEN: { value: s3cret }
`;
    const { variables, secrets } = await call(query.getEnvVarMap, { yamlContent: yaml("prod") });
    expect(variables).toEqual({ LEVEL: "info", HOST: "shop-db.shop.svc.cluster.local" });
    expect(secrets).toEqual({ TOKEN: "s3cret" });
    expect(await outcomeOf(call(query.getEnvVarMap, { yamlContent: "a: [" }))).toBe("InvalidArgument");
    expect((await failureOf(call(query.getEnvVarMap, { yamlContent: yaml("staging") }))).rawMessage).toContain("HOST");
  });
});

test("the canvas shows what is in each environment, as far as it is asked for", async () => {
  const { call } = open();
  const view = async (input: object) => {
    const { method } = CloudResourceSearchQueryController;
    const { canvasEnvironments } = await call(method.getCloudResourcesCanvasView, { org: "acme", ...input });
    return canvasEnvironments.map(({ envSlug, resourceKindMapping }) => [envSlug, Object.keys(resourceKindMapping)]);
  };
  const all = ["AwsVpc", "KubernetesNamespace", "KubernetesPostgres", "KubernetesDeployment"];
  const sorted = (await view({})).map(([env, kinds]) => [env, [...(kinds ?? [])].sort()]);
  expect(sorted).toEqual([
    ["dev", [...all].sort()],
    ["staging", []],
    ["prod", [...all].sort()],
  ]);
  expect(await view({ envs: ["dev"], kinds: [216] })).toEqual([["dev", ["AwsVpc"]]]);
  expect(await view({ envs: ["prod"], searchText: "SHOP-" })).toEqual([["prod", ["KubernetesPostgres"]]]);
});

test("what a job needs is checked, and what is missing is told", async () => {
  const { call } = open();
  const { check } = StackJobEssentialsQueryController.method;
  const response = await call(check, { cloudResourceKind: 216, cloudResourceOwner: { org: "acme", env: "dev" } });
  expect(response).toMatchObject({ iacModule: { passed: true }, stateBackendConnection: { passed: true } });
  expect(response.providerConnection?.passed).toBe(response.providerConnection?.errors.length === 0);
});

test("an operator cleans up what is stuck: the record, its lock and its job", () => {
  const store = openStore(undefined);
  onTestFinished(() => store.close());
  seed(store, seeds);
  store.grant({ principal: seeded.ada, role: "operator", kind: "platform", id: "planton_cloud" });
  const engine = createEngine({ store, services, specials, now: () => new Date() });
  const request = create(command.cleanup.input, { value: work.prodDatabase });
  expect(store.locks(work.prodDatabase)).toMatchObject([{ job: work.waitingJob }]);
  engine.call(command.cleanup, request, sandboxKeys.owner);
  expect(store.find("cloud_resource", work.prodDatabase)).toBeUndefined();
  expect(store.locks(work.prodDatabase)).toEqual([]);
  expect(store.findRun(work.waitingJob)?.state).toBe("over");
});

test("all of the story keeps the contract's rules, although nobody checks them when it is planted", () => {
  const store = openStore(undefined);
  onTestFinished(() => store.close());
  seed(store, seeds);
  const types = services.flatMap((service) => resourceTypeOf(service) ?? []);
  const broken = [...new Map(types.map((type) => [type.kind, type])).values()].flatMap((type) =>
    store.list(type.kind).flatMap((row) => violationsOf(type.desc, resourceOf(type, row)).map(String)),
  );
  expect(broken).toEqual([]);
  expect(store.list("stack_job").length).toBeGreaterThan(5);
});
