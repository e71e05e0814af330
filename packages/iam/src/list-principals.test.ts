import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

test("lists people with their roles, a page at a time", async () => {
  const { call, calls } = await connectToSandbox(iam);
  const { answer } = await call("list_principals", { org: "acme", principal_kind: "user", page: 2, page_size: 3 });
  expect(answer).toMatchObject({ access_to: "organization acme", page: 2, pages: 2, entries: [{ name: "Deployer" }] });
  // The API counts pages from 0.
  expect(calls.at(-1)?.request).toMatchObject({ orgId: "acme", principalKind: 11, pageInfo: { num: 1, size: 3 } });
});

test("lists who has access to an environment, and where from", async () => {
  const viewer = await (await connectToSandbox(iam)).as("viewer");
  const { answer } = await viewer.call("list_principals", { org: "acme", env: "dev", principal_kind: "team" });
  expect(answer).toMatchObject({
    access_to: "environment dev of organization acme",
    entries: [{ name: "Platform", members: 2, roles: [{ role: "viewer", inherited_from: "organization acme" }] }],
  });
});

test("is denied to an outsider", async () => {
  const outsider = await (await connectToSandbox(iam)).as("outsider");
  const { failure } = await outsider.call("list_principals", { org: "acme", principal_kind: "user" });
  expect(failure).toMatchObject({ permission: { permission: "get", kind: "organization", id: "acme" } });
});
