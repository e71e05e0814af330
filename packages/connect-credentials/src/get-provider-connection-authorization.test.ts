import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const tool = "get_provider_connection_authorization";
const main = { org: "acme", provider: "aws", connection: "aws-main" };

test("reads one by its key, and the same by its id", async () => {
  const { call, calls } = await connectToSandbox(connectCredentials);
  const { answer } = await call(tool, main);
  expect(calls[0]).toMatchObject({ request: { ...main, provider: 12 } });
  expect(answer).toMatchObject({ spec: { scope: "environment", authorized_environments: ["dev", "staging"] } });
  const { id } = answer.metadata as { id: string };
  expect((await call(tool, { id })).answer).toEqual(answer);
});

test("is for who may read the organization", async () => {
  const { as } = await connectToSandbox(connectCredentials);
  expect((await (await as("viewer")).call(tool, main)).failure).toBeUndefined();
  expect((await (await as("outsider")).call(tool, main)).failure).toMatchObject({ code: "permission_denied" });
  expect((await (await as("outsider")).call(tool, { ...main, org: "globex" })).failure).toMatchObject({
    code: "not_found",
  });
});

test.each([
  { args: {}, argument: "id" },
  { args: { org: "acme", provider: "aws" }, argument: "connection" },
  { args: { connection: "aws-main" }, argument: "org" },
  { args: { id: "pca_1", connection: "aws-main" }, argument: "id" },
])("takes an id, or a whole key, and not $args", async ({ args, argument }) => {
  const { call, calls } = await connectToSandbox(connectCredentials);
  expect((await call(tool, args)).failure).toMatchObject({ code: "invalid_arguments", problems: [{ argument }] });
  expect(calls).toEqual([]);
});
