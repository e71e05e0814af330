import { allowGuarded } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { cloudresource } from "./index.ts";

const network = { kind: "AwsVpc", org: "acme", env: "dev", slug: "network" };
const locked = { id: "k8spg_01kseed0000000000000000002" };
const isSent = (calls: readonly { rpc: string }[]) => calls.some(({ rpc }) => rpc.endsWith("CommandController/delete"));

test("is planned first, with what it does, and done by the plan's confirmation", async () => {
  const { call, calls } = await connectToSandbox(cloudresource, {}, { jobs: "manual" });
  const { answer } = await call("delete_cloud_resource", network);
  expect(answer.plan).toMatchObject({
    target: { kind: "cloud_resource", cloud_resource_kind: "AwsVpc", org: "acme", env: "dev", slug: "network" },
    dependents: [],
    jobs: [],
    locks: [],
    warnings: [expect.stringMatching(/Only the record goes/)],
  });
  expect(isSent(calls)).toBe(false);
  const { confirmation } = answer;
  expect((await call("delete_cloud_resource", { ...network, confirmation })).failure).toBeUndefined();
  expect(isSent(calls)).toBe(true);
});

test("is denied to members, viewers and outsiders", async () => {
  const { as } = await connectToSandbox(cloudresource, {}, { jobs: "manual" });
  for (const who of ["member", "viewer", "outsider"] as const) {
    const { call } = await as(who, { guard: allowGuarded });
    expect((await call("delete_cloud_resource", network)).failure, who).toMatchObject({ code: "permission_denied" });
  }
});

test("is refused while a lock is held, and says who holds it and what to do", async () => {
  const { call } = await connectToSandbox(cloudresource, { guard: allowGuarded }, { jobs: "manual" });
  expect((await call("delete_cloud_resource", locked)).failure).toMatchObject({
    code: "failed_precondition",
    message: expect.stringContaining("locked by stack job sj_"),
    next: expect.stringMatching(/Nothing was changed.*list_cloud_resource_locks {"id":"k8spg_/),
  });
  expect((await call("get_cloud_resource", locked)).failure).toBeUndefined();
});

test("answers with the manifest, by which it can be made again", async () => {
  const { call } = await connectToSandbox(cloudresource, { guard: allowGuarded }, { jobs: "manual" });
  expect((await call("delete_cloud_resource", network)).answer).toMatchObject({
    spec: { cloud_object: { kind: "AwsVpc", spec: { vpc_cidr: "10.1.0.0/16" } } },
  });
  expect((await call("get_cloud_resource", network)).failure).toMatchObject({ code: "not_found" });
});
