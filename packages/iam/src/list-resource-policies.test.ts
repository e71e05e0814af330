import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

const dev = { resource_kind: "env", resource_id: "env_01kseed0000000000000000001" };

test("lists by principal, and marks what is inherited", async () => {
  const { call } = await connectToSandbox(iam);
  expect((await call("list_resource_policies", dev)).answer).toMatchObject({
    count: 0,
    entries: [],
    include_inherited: false,
  });
  expect(
    (await call("list_resource_policies", { ...dev, include_inherited: true, page_size: 1 })).answer,
  ).toMatchObject({
    count: 5,
    pages: 5,
    entries: [{ email: "ada@acme.example", roles: [{ role: "owner", inherited_from: "organization acme" }] }],
  });
});

test("lists by role", async () => {
  const { call } = await connectToSandbox(iam);
  const { answer } = await call("list_resource_policies", {
    resource_kind: "Organization",
    resource_id: "acme",
    by: "role",
  });
  expect(answer).toMatchObject({
    entries: [
      { role: "owner", principals: [{ name: "Ada Okafor" }] },
      { role: "member", principals: [{ name: "Max Lindqvist" }, { name: "Deployer" }] },
      { role: "viewer", principals: [{ name: "Vera Costa" }, { name: "Platform", members: 2 }] },
    ],
  });
});

test("names the organization that was meant", async () => {
  const { call } = await connectToSandbox(iam);
  const { failure } = await call("list_resource_policies", { resource_kind: "org", resource_id: "acne" });
  expect(failure?.problems).toMatchObject([
    { argument: "resource_id", message: expect.stringContaining("Did you mean acme?") },
  ]);
});
