import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const resolve = "resolve_default_provider_connection";

test.each<[string, { env?: string }, object]>([
  ["the environment's own", { env: "prod" }, { connection: "aws-prod", scope: "environment", env: "prod" }],
  [
    "the organization's, where the environment has none",
    { env: "dev" },
    { connection: "aws-main", scope: "organization" },
  ],
  ["the organization's, where no environment is asked for", {}, { connection: "aws-main", scope: "organization" }],
])("answers with %s", async (_, where, spec) => {
  const { call, calls } = await connectToSandbox(connectCredentials);
  const { answer } = await call(resolve, { org: "acme", provider: "AWS", ...where });
  expect(answer).toMatchObject({ spec });
  expect(calls[0]?.request).toMatchObject({ org: "acme", provider: 12, environment: where.env ?? "" });
});

test("says that there is none, and where it looked", async () => {
  const { call } = await connectToSandbox(connectCredentials);
  const { failure } = await call(resolve, { org: "acme", provider: "gcp", env: "dev" });
  expect(failure).toMatchObject({
    code: "not_found",
    message: expect.stringMatching(/gcp of environment dev nor of organization acme/),
  });
});

test("says nothing of another organization", async () => {
  const { as } = await connectToSandbox(connectCredentials);
  const outsider = await as("outsider");
  expect((await outsider.call(resolve, { org: "acme", provider: "aws" })).failure).toMatchObject({
    code: "permission_denied",
  });
  const { failure } = await outsider.call(resolve, { org: "globex", provider: "aws", env: "dev" });
  expect(failure).toMatchObject({ code: "not_found" });
});
