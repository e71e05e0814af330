import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { cloudresource } from "./index.ts";

test("tells who holds the lock, and that nobody does", async () => {
  const { call } = await connectToSandbox(cloudresource, {}, { jobs: "manual" });
  const database = { kind: "KubernetesPostgres", org: "acme", env: "prod", slug: "shop-db" };
  expect((await call("list_cloud_resource_locks", database)).answer).toMatchObject({
    is_locked: true,
    current_lock: { workflow_id: expect.stringContaining("sj_") },
    queue: [],
    resource: { kind: "KubernetesPostgres", slug: "shop-db" },
  });
  const { answer } = await call("list_cloud_resource_locks", { id: "awsvpc_01kseed0000000000000000001" });
  expect(answer).toMatchObject({ is_locked: false, queue: [] });
});

test("is denied to viewers, by the contract", async () => {
  const { as } = await connectToSandbox(cloudresource);
  const { call } = await as("viewer");
  const { failure } = await call("list_cloud_resource_locks", { id: "awsvpc_01kseed0000000000000000001" });
  expect(failure).toMatchObject({ code: "permission_denied", permission: { permission: "update" } });
});
