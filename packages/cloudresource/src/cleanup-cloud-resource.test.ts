import { allowGuarded } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { cloudresource } from "./index.ts";

const network = { kind: "AwsVpc", org: "acme", env: "dev", slug: "network" };

test("says to an owner that only operators of the platform may, and what they can do instead", async () => {
  const { call } = await connectToSandbox(cloudresource, { guard: allowGuarded });
  expect((await call("cleanup_cloud_resource", network)).failure).toMatchObject({
    code: "permission_denied",
    permission: { permission: "operator", kind: "platform" },
    next: expect.stringMatching(/Only operators.*purge_cloud_resource or delete_cloud_resource {"id":"awsvpc_/),
  });
  expect((await call("get_cloud_resource", network)).failure).toBeUndefined();
});

test("is planned, with what it leaves behind, and done for an operator", async () => {
  const { call } = await connectToSandbox(cloudresource, {}, { operator: "owner" });
  const { answer } = await call("cleanup_cloud_resource", network);
  expect(answer.plan).toMatchObject({ warnings: [expect.stringMatching(/tears nothing down/)] });
  const { confirmation } = answer;
  expect((await call("cleanup_cloud_resource", { ...network, confirmation })).answer).toMatchObject({
    outcome: "cleaned_up",
    resource: { slug: "network" },
  });
  expect((await call("get_cloud_resource", network)).failure).toMatchObject({ code: "not_found" });
});
