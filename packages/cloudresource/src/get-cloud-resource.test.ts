import { connectToSandbox } from "@planton-mcp/testkit";
import { describe, expect, test } from "vitest";
import { cloudresource } from "./index.ts";

const network = { kind: "AwsVpc", org: "acme", env: "dev", slug: "network" };

test("reads one by its id, and by kind in any spelling, org, env and slug", async () => {
  const { call } = await connectToSandbox(cloudresource);
  const { answer } = await call("get_cloud_resource", { ...network, kind: "aws-vpc" });
  expect(answer).toMatchObject({
    metadata: { id: "awsvpc_01kseed0000000000000000001", slug: "network" },
    spec: {
      kind: "AwsVpc",
      cloud_object: {
        spec: { vpc_cidr: "10.1.0.0/16" },
        status: { outputs: { vpc_id: expect.stringMatching(/^vpc-/) } },
      },
    },
  });
  const { id } = answer.metadata as { id: string };
  expect((await call("get_cloud_resource", { id })).answer).toEqual(answer);
});

describe("names what is missing or too much", () => {
  test.each([
    [{}, "id", /Give id, or kind, org, env and slug/],
    [{ id: "x", org: "acme" }, "id", /not both/],
    [{ kind: "AwsVpc", slug: "network" }, "org", /Missing: org, env/],
    [{ ...network, kind: "AwsVpcs" }, "kind", /AwsVpc/],
  ])("%j", async (args, argument, message) => {
    const { call, calls } = await connectToSandbox(cloudresource);
    expect((await call("get_cloud_resource", args)).failure?.problems).toMatchObject([
      { argument, message: expect.stringMatching(message) },
    ]);
    expect(calls).toEqual([]);
  });
});

test("is for those of the organization", async () => {
  const { as } = await connectToSandbox(cloudresource);
  expect((await (await as("viewer")).call("get_cloud_resource", network)).failure).toBeUndefined();
  const outsider = await as("outsider");
  expect((await outsider.call("get_cloud_resource", network)).failure).toMatchObject({ code: "permission_denied" });
});

test("points to the list where there is none", async () => {
  const { call } = await connectToSandbox(cloudresource);
  expect((await call("get_cloud_resource", { ...network, slug: "netwerk" })).failure).toMatchObject({
    code: "not_found",
    next: "Find the right one with list_cloud_resources.",
  });
});
