import { allowGuarded } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

test("makes one that may do nothing until it is given a role", async () => {
  const { call, calls } = await connectToSandbox(iam, { guard: allowGuarded });
  const { answer } = await call("create_service_account", {
    org: "acme",
    display_name: "Reporter",
    description: "Counts",
  });
  expect(calls.at(-1)?.request).toMatchObject({
    metadata: { org: "acme", name: "Reporter" },
    spec: { description: "Counts" },
  });
  const { id } = (answer.resource as { metadata: { id: string } }).metadata;
  const question = { principal_kind: "service_account", principal_id: id, resource_kind: "org", resource_id: "acme" };
  const mayRead = async () =>
    (await call("check_authorization", { ...question, relation: "get" })).answer.is_authorized;
  expect(await mayRead()).toBe(false);
  await call("grant_access", { ...question, relation: "viewer" });
  expect(await mayRead()).toBe(true);
});

test("is denied to a member", async () => {
  const member = await (await connectToSandbox(iam)).as("member");
  const { failure } = await member.call("create_service_account", { org: "acme", display_name: "Mine" });
  expect(failure).toMatchObject({ permission: { permission: "update", kind: "organization", id: "acme" } });
});
