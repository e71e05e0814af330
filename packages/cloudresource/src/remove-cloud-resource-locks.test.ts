import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { cloudresource } from "./index.ts";

const locked = { id: "k8spg_01kseed0000000000000000002" };

test("is planned with who holds the lock, and removes it", async () => {
  const { call } = await connectToSandbox(cloudresource, {}, { jobs: "manual" });
  const { answer } = await call("remove_cloud_resource_locks", locked);
  expect(answer.plan).toMatchObject({ warnings: [expect.stringMatching(/^If stack-job\/sj_.* still runs/)] });
  const { confirmation } = answer;
  const args = { ...locked, confirmation };
  expect((await call("remove_cloud_resource_locks", args)).answer).toMatchObject({ lock_removed: true });
  expect((await call("list_cloud_resource_locks", locked)).answer).toMatchObject({ is_locked: false });
});

test("does not hold a plan against another lock than it was made for", async () => {
  const { call, as } = await connectToSandbox(cloudresource, {}, { jobs: "manual" });
  const network = { id: "awsvpc_01kseed0000000000000000001" };
  const { answer } = await call("remove_cloud_resource_locks", network);
  expect(answer.plan).toMatchObject({ warnings: ["There is no lock to remove."] });
  const owner = await as("owner", { guard: () => {} });
  await owner.call("destroy_cloud_resource", network);
  const { confirmation } = answer;
  expect((await call("remove_cloud_resource_locks", { ...network, confirmation })).failure).toMatchObject({
    code: "confirmation_void",
  });
});
