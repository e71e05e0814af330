import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const aws = { org: "acme", provider: "aws" };

test("reads the organization's, an environment's, and either by its id", async () => {
  const { call } = await connectToSandbox(connectCredentials);
  for (const [args, connection] of [
    [aws, "aws-main"],
    [{ ...aws, env: "prod" }, "aws-prod"],
    [{ ...aws, env: "env_01kseed0000000000000000003" }, "aws-prod"],
  ] as const) {
    const { answer } = await call("get_default_provider_connection", args);
    expect(answer).toMatchObject({ spec: { provider: "aws", connection } });
    const { id } = answer.metadata as { id: string };
    expect((await call("get_default_provider_connection", { id })).answer).toEqual(answer);
  }
});

test("does not fall back to the organization's", async () => {
  const { call } = await connectToSandbox(connectCredentials);
  const { failure } = await call("get_default_provider_connection", { ...aws, env: "dev" });
  expect(failure).toMatchObject({ code: "not_found", message: expect.stringContaining("environment dev") });
});

test("shows everybody of the organization what applies, and nobody else", async () => {
  const { as } = await connectToSandbox(connectCredentials);
  for (const who of ["owner", "member", "viewer"] as const) {
    expect((await (await as(who)).call("get_default_provider_connection", aws)).failure, who).toBeUndefined();
  }
  expect((await (await as("outsider")).call("get_default_provider_connection", aws)).failure).toMatchObject({
    code: "permission_denied",
    permission: { permission: "get", kind: "organization", id: "acme" },
  });
});

test.each([
  { args: {}, argument: "id" },
  { args: { org: "acme" }, argument: "provider" },
  { args: { env: "prod" }, argument: "org" },
  { args: { id: "dpc_1", org: "acme", provider: "aws" }, argument: "id" },
  { args: { id: "dpc_1", env: "prod" }, argument: "id" },
])("takes an id, or organization and provider, and not $args", async ({ args, argument }) => {
  const { call, calls } = await connectToSandbox(connectCredentials);
  const { failure } = await call("get_default_provider_connection", args);
  expect(failure).toMatchObject({ code: "invalid_arguments", problems: [{ argument }] });
  expect(calls).toEqual([]);
});
