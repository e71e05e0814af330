import { allowGuarded } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { cloudresource } from "./index.ts";

const network = { kind: "AwsVpc", org: "acme", env: "dev", slug: "network" };
const locked = { id: "k8spg_01kseed0000000000000000002" };
const isSent = (calls: readonly { rpc: string }[]) =>
  calls.some(({ rpc }) => rpc.endsWith("CommandController/destroy"));

test("is planned first, with what it does, and done by the plan's confirmation", async () => {
  const { call, calls } = await connectToSandbox(cloudresource, {}, { jobs: "manual" });
  const { answer } = await call("destroy_cloud_resource", network);
  expect(answer.plan).toMatchObject({
    target: { kind: "cloud_resource", cloud_resource_kind: "AwsVpc", org: "acme", env: "dev", slug: "network" },
    dependents: [],
    jobs: [],
    locks: [],
    warnings: [expect.stringMatching(/The record stays/)],
  });
  expect(isSent(calls)).toBe(false);
  const { confirmation } = answer;
  expect((await call("destroy_cloud_resource", { ...network, confirmation })).failure).toBeUndefined();
  expect(isSent(calls)).toBe(true);
});

test("is denied to members, viewers and outsiders", async () => {
  const { as } = await connectToSandbox(cloudresource, {}, { jobs: "manual" });
  for (const who of ["member", "viewer", "outsider"] as const) {
    const { call } = await as(who, { guard: allowGuarded });
    expect((await call("destroy_cloud_resource", network)).failure, who).toMatchObject({ code: "permission_denied" });
  }
});

test("behind a lock warns that it waits, and is queued", async () => {
  const { call } = await connectToSandbox(cloudresource, {}, { jobs: "manual" });
  const { answer } = await call("destroy_cloud_resource", locked);
  expect(answer.plan).toMatchObject({
    locks: [expect.stringContaining("sj_")],
    warnings: [expect.anything(), expect.stringMatching(/holds the lock on it: the removal waits/)],
  });
  const { confirmation } = answer;
  expect((await call("destroy_cloud_resource", { ...locked, confirmation })).answer).toMatchObject({
    job: { outcome: "queued", stack_job: { operation: "destroy" } },
    warnings: [expect.stringMatching(/waits/)],
  });
});

test("waits for the end of its job", async () => {
  const { call } = await connectToSandbox(cloudresource, { guard: allowGuarded }, { jobs: { seconds: 0 } });
  expect((await call("destroy_cloud_resource", { ...network, wait: true })).answer).toMatchObject({
    resource: { slug: "network" },
    job: { outcome: "succeeded" },
  });
  const { failure } = await call("get_cloud_resource", network);
  expect(failure).toBeUndefined();
});

test("whose answer is lost names the job that was started", async () => {
  const { call, sandbox } = await connectToSandbox(cloudresource, { guard: allowGuarded }, { jobs: "manual" });
  sandbox.inject({ kind: "cut", method: "CloudResourceCommandController/destroy", times: 1 });
  expect((await call("destroy_cloud_resource", network)).failure).toMatchObject({
    outcome_unknown: true,
    next: expect.stringMatching(/the job was started: sj_.* is new/),
  });
});
