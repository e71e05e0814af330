import type { JsonObject } from "@bufbuild/protobuf";
import type { CloudResource } from "@planton-mcp/api/infrahub/cloudresource/v1/api";
import { allowGuarded } from "@planton-mcp/core";
import { kinds, loadKind } from "@planton-mcp/kinds";
import { connectToSandbox, type SandboxConnection } from "@planton-mcp/testkit";
import { describe, expect, test } from "vitest";
import { cloudresource } from "./index.ts";

const apply = "ai.planton.infrahub.cloudresource.v1.CloudResourceCommandController/apply";
const manual = { jobs: "manual" } as const;
const open = () => connectToSandbox(cloudresource, {}, manual);

const vpc = (spec: JsonObject = {}, metadata: JsonObject = {}) => ({
  api_version: "aws.openmcf.org/v1",
  kind: "AwsVpc",
  metadata: { name: "office", org: "acme", env: "dev", ...metadata },
  spec: {
    region: "eu-central-1",
    vpc_cidr: "10.7.0.0/16",
    subnets_per_availability_zone: 1,
    subnet_size: 256,
    ...spec,
  },
});

/** A minimal manifest of a kind with something else in its specification. */
async function manifestOf(kind: string, spec: JsonObject = {}): Promise<JsonObject> {
  const example = (await loadKind(kind)).example();
  return { ...example, spec: { ...(example.spec as JsonObject), ...spec } };
}

/** The messages that were sent to be applied. */
const applied = ({ calls }: SandboxConnection) =>
  calls.filter(({ rpc }) => rpc === apply).map(({ request }) => request as CloudResource);

describe("what is given", () => {
  test("arrives as given, under the contract's names", async () => {
    const connection = await open();
    const spec = { is_nat_gateway_enabled: false, availability_zones: [], vpcCidr: "10.8.0.0/16" };
    const { vpc_cidr: _, ...rest } = vpc().spec;
    const given = { ...vpc(), spec: { ...rest, ...spec } };
    expect((await connection.call("apply_cloud_resource", { manifest: given })).failure).toBeUndefined();
    expect(applied(connection)).toMatchObject([
      { metadata: { name: "office", slug: "office", org: "acme", env: "dev" }, spec: { kind: 216 } },
    ]);
    expect(applied(connection)[0]?.spec?.cloudObject).toEqual(
      vpc({ vpc_cidr: "10.8.0.0/16", is_nat_gateway_enabled: false, availability_zones: [] }),
    );
  });

  test.each([
    [
      "KubernetesPostgres",
      { namespace: { value_from: { kind: "KubernetesNamespace", name: "shop", field_path: "spec.name" } } },
    ],
    ["KubernetesPostgres", { namespace: { value: "shop" }, container: { replicas: 0, disk_size: "1Gi" } }],
    ["KubernetesSecret", { basic_auth: { username: "ada", password: "s3cret-1234" }, opaque: undefined }],
    ["GcpCloudSql", { database_flags: { max_connections: "0", log: "" } }],
    ["KubernetesNamespace", { labels: { team: "", tier: "0" } }],
  ] as const)("arrives whole: %s %j", async (kind, spec) => {
    const connection = await open();
    const manifest = JSON.parse(JSON.stringify(await manifestOf(kind, spec as unknown as JsonObject)));
    const { failure } = await connection.call("apply_cloud_resource", { manifest });
    expect(failure?.problems ?? failure).toBeUndefined();
    expect(applied(connection)[0]?.spec?.cloudObject).toEqual(manifest);
  });

  test("arrives from YAML, with org and env beside it", async () => {
    const connection = await open();
    const manifest_yaml =
      "apiVersion: aws.openmcf.org/v1\nkind: AwsVpc\nmetadata: {name: Office Two, labels: {a: b}}\nspec:\n  region: x\n  vpcCidr: 10.7.0.0/16\n  subnetsPerAvailabilityZone: 1\n  subnetSize: 256\n";
    const { answer } = await connection.call("apply_cloud_resource", { manifest_yaml, org: "acme", env: "dev" });
    expect(answer).toMatchObject({ outcome: "created", resource: { kind: "AwsVpc", slug: "office-two" } });
    expect(applied(connection)[0]).toMatchObject({ metadata: { name: "Office Two", labels: { a: "b" } } });
  });

  test("is taken of kinds of every provider, and is then as it was given", { timeout: 60_000 }, async () => {
    const ofEach = [...new Map(kinds.map((facts) => [facts.provider, facts])).values()];
    const connection = await connectToSandbox(cloudresource, { guard: allowGuarded }, manual);
    for (const { kind } of ofEach) {
      const manifest = await manifestOf(kind);
      expect((await connection.call("apply_cloud_resource", { manifest })).failure, kind).toBeUndefined();
      expect(applied(connection).at(-1)?.spec?.cloudObject, kind).toEqual(manifest);
      const { answer } = await connection.call("apply_cloud_resource", { manifest });
      expect(answer.outcome, kind).toBe("unchanged");
    }
  });
});

describe("what is wrong is told by path, and nothing is sent", () => {
  const { region: _, ...withoutRegion } = vpc().spec;
  test.each([
    ["an unknown field", vpc({ regoin: "x" }), "manifest.spec.regoin", /Did you mean region\?/],
    ["a wrong type", vpc({ vpc_cidr: 7 }), "manifest.spec.vpc_cidr", /Text is wanted/],
    ["a missing field", { ...vpc(), spec: withoutRegion }, "manifest.spec.region", /missing/],
    ["a list of no texts", vpc({ availability_zones: [1] }), "manifest.spec.availability_zones[0]", /Text/],
    ["an unknown kind", { ...vpc(), kind: "AwsVpcc" }, "manifest.kind", /Did you mean AwsVpc/],
    ["no kind", { metadata: {}, spec: {} }, "manifest.kind", /kind is missing/],
    ["no name", vpc({}, { name: "" }), "manifest.metadata.name", /lower-case/],
    ["another org", vpc({}, { org: "globex" }), "org", /metadata.org is globex/],
  ])("%s", async (_, manifest, argument, message) => {
    const { call, calls } = await open();
    const { failure } = await call("apply_cloud_resource", { manifest, org: "acme" });
    expect(failure).toMatchObject({
      code: "invalid_arguments",
      problems: expect.arrayContaining([
        expect.objectContaining({ argument, message: expect.stringMatching(message) }),
      ]),
    });
    expect(calls).toEqual([]);
  });

  test("both branches of a oneof, and a wrong enum", async () => {
    const { call } = await open();
    const both = { opaque: { data: { a: "b" } }, basic_auth: { username: "a", password: "b" } };
    const manifest = await manifestOf("KubernetesSecret", both);
    expect((await call("apply_cloud_resource", { manifest })).failure?.problems).toMatchObject([
      { argument: "manifest.spec.basic_auth", message: expect.stringMatching(/Only one of opaque and basic_auth/) },
    ]);
    const sql = await manifestOf("GcpCloudSql", { database_engine: "MYSQLL" });
    expect((await call("apply_cloud_resource", { manifest: sql })).failure).toMatchObject({
      problems: [{ argument: "manifest.spec.database_engine", message: expect.stringMatching(/Did you mean MYSQL\?/) }],
      next: expect.stringContaining("cloud-resource-schema://GcpCloudSql"),
    });
  });

  test("in YAML with its line", async () => {
    const { call } = await open();
    const problemsOf = async (manifest_yaml: string) =>
      (await call("apply_cloud_resource", { manifest_yaml })).failure?.problems;
    expect(await problemsOf("kind: AwsVpc\nspec: [\n")).toMatchObject([
      { argument: "manifest_yaml", message: expect.stringMatching(/^Line 3, column 1: This is not YAML/) },
    ]);
    expect(
      await problemsOf("apiVersion: aws.openmcf.org/v1\nkind: AwsVpc\nmetadata: {name: x}\nspec:\n  regoin: x\n"),
    ).toContainEqual({
      argument: "manifest_yaml.spec.regoin",
      message: expect.stringMatching(/^Line 5, column 3: .*region/),
    });
  });

  test("twenty at a time", async () => {
    const { call } = await open();
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`no_such_${index}`, 1]));
    const { failure } = await call("apply_cloud_resource", { manifest: vpc(many) });
    expect(failure?.problems).toHaveLength(20);
    expect(failure?.next).toMatch(/^There are 30 more problems\./);
  });

  test("neither or both forms, and no place", async () => {
    const { call } = await open();
    for (const args of [{}, { manifest: vpc(), manifest_yaml: "kind: AwsVpc" }]) {
      expect((await call("apply_cloud_resource", args)).failure?.problems).toMatchObject([{ argument: "manifest" }]);
    }
    const manifest = { ...vpc(), metadata: { name: "office" } };
    expect((await call("apply_cloud_resource", { manifest })).failure?.problems).toMatchObject([
      { argument: "org" },
      { argument: "env" },
    ]);
  });
});

describe("again", () => {
  test("the same sends nothing, starts no job, and tells of the first", async () => {
    const connection = await open();
    const { call } = connection;
    const first = (await call("apply_cloud_resource", { manifest: vpc() })).answer;
    const second = (await call("apply_cloud_resource", { manifest: vpc() })).answer;
    expect(first).toMatchObject({ outcome: "created", job: { outcome: "queued" } });
    expect(second).toMatchObject({ outcome: "unchanged", changes: [], note: expect.stringMatching(/already so/) });
    expect(second.job).toEqual(first.job);
    expect(applied(connection)).toHaveLength(1);
  });

  test("with a change answers with it, and a plan shows it without making it", async () => {
    const connection = await open();
    const { call } = connection;
    await call("apply_cloud_resource", { manifest: vpc({ is_dns_support_enabled: true }) });
    const changes = [
      { field: "spec.subnet_size", from: 256, to: 512 },
      { field: "spec.is_dns_support_enabled", from: true },
    ];
    const { answer: planned } = await call("apply_cloud_resource", { manifest: vpc({ subnet_size: 512 }), plan: true });
    expect(planned.plan).toMatchObject({
      target: { kind: "cloud_resource", cloud_resource_kind: "AwsVpc", org: "acme", env: "dev", slug: "office" },
      changes,
      warnings: [expect.stringMatching(/holds the lock on it/)],
    });
    expect(applied(connection)).toHaveLength(1);
    const { answer } = await call("apply_cloud_resource", { manifest: vpc({ subnet_size: 512 }) });
    expect(answer).toMatchObject({ outcome: "updated", changes });
    expect(applied(connection)).toHaveLength(2);
  });

  test("keeps what stands around the manifest, and a name that a rename gave", async () => {
    const connection = await open();
    const { call } = connection;
    const network = { kind: "AwsVpc", org: "acme", env: "dev", slug: "network" };
    await call("rename_cloud_resource", { ...network, new_name: "Main" });
    await call("apply_cloud_resource", { manifest: vpc({}, { name: "network" }) });
    expect(applied(connection)).toMatchObject([{ metadata: { name: "Main" }, spec: { parent: { name: "platform" } } }]);
  });

  test("after its infrastructure was destroyed deploys it again", async () => {
    const connection = await connectToSandbox(cloudresource, { guard: allowGuarded }, { jobs: { seconds: 0 } });
    const { call } = connection;
    const { id } = (await call("apply_cloud_resource", { manifest: vpc() })).answer.resource as { id: string };
    await call("destroy_cloud_resource", { id });
    const { answer } = await call("apply_cloud_resource", { manifest: vpc() });
    expect(answer).toMatchObject({
      outcome: "unchanged",
      warnings: [expect.stringMatching(/destroys it: it is deployed again/)],
      job: { outcome: "succeeded", stack_job: { operation: "update" } },
    });
    expect(applied(connection)).toHaveLength(2);
  });

  test("while it is being destroyed waits for that, and says so", async () => {
    const { call } = await connectToSandbox(cloudresource, { guard: allowGuarded }, manual);
    await call("destroy_cloud_resource", { kind: "AwsVpc", org: "acme", env: "dev", slug: "network" });
    const { answer } = await call("apply_cloud_resource", { manifest: vpc({}, { name: "network" }) });
    expect(answer).toMatchObject({
      job: { outcome: "queued" },
      warnings: [expect.stringMatching(/waits for its end/)],
    });
  });

  test("after its last job failed tries again", async () => {
    const connection = await open();
    const { call } = connection;
    const manifest = (await call("get_cloud_resource", { id: "k8spg_01kseed0000000000000000001" })).answer as {
      spec: { cloud_object: JsonObject };
    };
    const { status: _, ...given } = manifest.spec.cloud_object;
    expect((await call("apply_cloud_resource", { manifest: given })).answer).toMatchObject({
      outcome: "unchanged",
      warnings: [expect.stringMatching(/its last job sj_.* failed: it is tried again/)],
      job: { outcome: "queued" },
    });
    expect(applied(connection)).toHaveLength(1);
  });

  test("during a purge is refused, and says who is at work", async () => {
    const { call, as } = await open();
    const owner = await as("owner", { guard: allowGuarded });
    await owner.call("purge_cloud_resource", { kind: "AwsVpc", org: "acme", env: "dev", slug: "network" });
    const { failure } = await call("apply_cloud_resource", { manifest: vpc({}, { name: "network" }) });
    expect(failure).toMatchObject({
      code: "failed_precondition",
      message: expect.stringContaining("being purged"),
      next: expect.stringMatching(/Nothing was changed.*list_cloud_resource_locks/),
    });
  });
});

describe("an answer that is lost", () => {
  test("after the change was made says so, and the retry doubles nothing", async () => {
    const connection = await open();
    const { call, sandbox } = connection;
    sandbox.inject({ kind: "cut", method: apply, times: 1 });
    const { failure } = await call("apply_cloud_resource", { manifest: vpc() });
    expect(failure).toMatchObject({
      outcome_unknown: true,
      next: expect.stringMatching(/the change was made: awsvpc_/),
    });
    expect((await call("apply_cloud_resource", { manifest: vpc() })).answer).toMatchObject({ outcome: "unchanged" });
  });

  test("before it was made says where to look", async () => {
    const { call, sandbox } = await open();
    sandbox.inject({ kind: "drop", method: apply, times: 1 });
    expect((await call("apply_cloud_resource", { manifest: vpc() })).failure).toMatchObject({
      outcome_unknown: true,
      next: expect.stringMatching(/not to be seen yet.*get_cloud_resource/),
    });
    expect((await call("apply_cloud_resource", { manifest: vpc() })).answer).toMatchObject({ outcome: "created" });
  });
});

describe("secrets", () => {
  const canary = "canary-Passw0rd";
  const withSecret = [
    ["KubernetesSecret", { opaque: { data: { plain: canary } } }],
    ["GcpCloudSql", { root_password: canary }],
    ["AwsRdsInstance", { password: canary }],
    ["OciVaultSecret", { secret_content: { content: canary } }],
  ] as const;

  test.each(withSecret)("of a %s stand in no answer, plan or change, and arrive", async (kind, spec) => {
    const connection = await open();
    const { call } = connection;
    const manifest = await manifestOf(kind, spec);
    const { name = "" } = manifest.metadata as { name?: string };
    const texts = [
      (await call("apply_cloud_resource", { manifest, plan: true })).text,
      (await call("apply_cloud_resource", { manifest })).text,
      (await call("apply_cloud_resource", { manifest, plan: true })).text,
      (
        await call("apply_cloud_resource", {
          manifest: { ...manifest, spec: { ...(manifest.spec as JsonObject), x: canary } },
        })
      ).text,
      (await call("get_cloud_resource", { kind, org: "acme", env: "dev", slug: name })).text,
    ];
    expect(JSON.stringify(applied(connection)[0]?.spec?.cloudObject)).toContain(canary);
    for (const text of texts) expect(text).not.toContain(canary);
    expect(texts.at(-1)).toContain("[hidden]");
  });

  test("that were read as hidden stay, and a changed one is told as changed", async () => {
    const connection = await open();
    const { call } = connection;
    const manifest = await manifestOf("GcpCloudSql", { root_password: canary });
    await call("apply_cloud_resource", { manifest });
    const spec = { ...(manifest.spec as JsonObject), root_password: "[hidden]", storage_gb: 20 };
    const { answer } = await call("apply_cloud_resource", { manifest: { ...manifest, spec } });
    expect(answer.changes).toEqual([{ field: "spec.storage_gb", from: 10, to: 20 }]);
    expect(JSON.stringify(applied(connection)[1]?.spec?.cloudObject)).toContain(canary);
    const other = { ...manifest, spec: { ...spec, root_password: "another-Passw0rd" } };
    expect((await call("apply_cloud_resource", { manifest: other })).answer.changes).toEqual([
      { field: "spec.root_password", from: "[hidden]", to: "[hidden]" },
    ]);
    const fresh = { ...manifest, metadata: { name: "fresh", org: "acme", env: "dev" }, spec };
    expect((await call("apply_cloud_resource", { manifest: fresh })).failure?.problems).toMatchObject([
      { argument: "manifest.spec.root_password", message: expect.stringMatching(/stands for a secret/) },
    ]);
  });
});

test("waits for the end of its job", async () => {
  const { call } = await connectToSandbox(cloudresource, {}, { jobs: { seconds: 0 } });
  const { answer } = await call("apply_cloud_resource", { manifest: vpc(), wait: true });
  expect(answer).toMatchObject({ outcome: "created", job: { outcome: "succeeded" } });
});

test("is for those who may create in the environment", async () => {
  const { as } = await open();
  expect((await (await as("member")).call("apply_cloud_resource", { manifest: vpc() })).failure).toBeUndefined();
  for (const who of ["viewer", "outsider"] as const) {
    const { call } = await as(who);
    const manifest = vpc({}, { name: "other" });
    expect((await call("apply_cloud_resource", { manifest })).failure, who).toMatchObject({
      code: "permission_denied",
    });
  }
});
