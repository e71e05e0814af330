import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

test.each([
  ["acme", { selector: { kind: "organization", id: "acme" }, runner: "acme-runner" }],
  ["acme-labs", { selector: { kind: "platform" }, runner: "planton-runner" }],
])("answers for %s with its own or the platform's", async (org, spec) => {
  const { call, calls } = await connectToSandbox(connectCredentials);
  expect((await call("resolve_default_runner_binding", { org })).answer).toMatchObject({ spec });
  expect(calls[0]).toMatchObject({ request: { org } });
});

test("says nothing of another organization", async () => {
  const { as } = await connectToSandbox(connectCredentials);
  const { failure } = await (await as("outsider")).call("resolve_default_runner_binding", { org: "acme" });
  expect(failure).toMatchObject({ code: "permission_denied", permission: { permission: "get", kind: "organization" } });
});
