import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

test.each([
  ["Org", "user", "organization", "identity_account"],
  ["env", "Team", "environment", "team"],
  ["CloudResource", "service account", "cloud_resource", "identity_account"],
])("takes %s and %s for what they mean", async (resource_kind, principal_type, resourceKind, principalType) => {
  const { call, calls } = await connectToSandbox(iam);
  const { answer } = await call("list_iam_roles", { resource_kind, principal_type });
  expect(calls.at(-1)?.request).toMatchObject({ resourceKind, principalType });
  expect(answer).toMatchObject({ entries: expect.arrayContaining([expect.objectContaining({ role: "viewer" })]) });
});

test.each([
  [{ resource_kind: "enviroment", principal_type: "team" }, "resource_kind", "environment"],
  [{ resource_kind: "team", principal_type: "usr" }, "principal_type", "user"],
])("names the nearest kind for %o", async (args, argument, near) => {
  const { call, calls } = await connectToSandbox(iam);
  expect((await call("list_iam_roles", args)).failure).toMatchObject({
    problems: [{ argument, message: expect.stringContaining(`Did you mean ${near}?`) }],
  });
  expect(calls).toEqual([]);
});
