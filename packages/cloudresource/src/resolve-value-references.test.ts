import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { cloudresource } from "./index.ts";

const tool = "resolve_value_references";
const secret = (value: object) => ({
  api_version: "gcp.openmcf.org/v1",
  kind: "GcpCloudSql",
  metadata: { name: "db", org: "acme", env: "dev" },
  spec: {
    project_id: value,
    region: "europe-west1",
    database_engine: "MYSQL",
    database_version: "8",
    tier: "small",
    storage_gb: 10,
    root_password: "canary-Passw0rd",
  },
});

test("shows the manifest with its references resolved", async () => {
  const { call } = await connectToSandbox(cloudresource);
  const place = { org: "acme", env: "dev", slug: "shop-db" };
  expect((await call(tool, { kind: "kubernetes postgres", ...place })).answer).toMatchObject({
    is_resolved: true,
    errors: [],
    manifest: { spec: { namespace: { value: "shop" } } },
  });
});

test("tells what can't be resolved, and shows no secret", async () => {
  const { call } = await connectToSandbox(cloudresource, {}, { jobs: "manual" });
  const value = { value_from: { kind: "GcpProject", name: "nowhere", field_path: "status.outputs.project_id" } };
  expect((await call("apply_cloud_resource", { manifest: secret(value) })).failure).toBeUndefined();
  const { answer, text } = await call(tool, { kind: "GcpCloudSql", org: "acme", env: "dev", slug: "db" });
  expect(answer).toMatchObject({ is_resolved: false, errors: [expect.stringContaining("nowhere")] });
  expect(text).not.toContain("canary");
});

test("wants the kind always, and an id or the place", async () => {
  const { call, calls } = await connectToSandbox(cloudresource);
  expect((await call(tool, { id: "x" })).failure?.problems).toMatchObject([{ argument: "kind" }]);
  expect((await call(tool, { kind: "AwsVpc", org: "acme" })).failure?.problems).toMatchObject([
    { argument: "env", message: expect.stringMatching(/Missing: env, slug/) },
  ]);
  expect(calls).toEqual([]);
});
