import { allowGuarded, type GuardedCall } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { describe, expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const remove = "ai.planton.connect.defaultproviderconnection.v1.DefaultProviderConnectionCommandController/delete";
const aws = { org: "acme", provider: "aws" };
const tool = "delete_default_provider_connection";

/** A connection whose guard lets everything through and keeps what it was asked. */
async function witnessed() {
  const asked: GuardedCall[] = [];
  const guard = (call: GuardedCall) => void asked.push(call);
  return { asked, ...(await connectToSandbox(connectCredentials, { guard })) };
}

test("deletes an environment's by the id that it resolved, and the organization's applies", async () => {
  const { call, calls } = await witnessed();
  const { answer } = await call(tool, { ...aws, env: "prod" });
  expect(answer).toMatchObject({ metadata: { id: "dpc_01kseed0000000000000000002" } });
  expect(calls.at(-1)).toMatchObject({ rpc: remove, request: { value: "dpc_01kseed0000000000000000002" } });
  const resolved = await call("resolve_default_provider_connection", { ...aws, env: "prod" });
  expect(resolved.answer).toMatchObject({ spec: { connection: "aws-main" } });
});

describe("tells a person before", () => {
  test("what an environment falls back to", async () => {
    const { call, asked } = await witnessed();
    await call(tool, { ...aws, env: "prod" });
    expect(asked[0]).toMatchObject({
      target: { kind: "default_provider_connection", org: "acme", env: "prod" },
      warnings: ["Then prod uses the default of acme for aws, aws-main, instead of aws-prod."],
    });
  });

  test("that an organization has none left, and then that an environment has not either", async () => {
    const { call, asked } = await witnessed();
    await call(tool, { id: "dpc_01kseed0000000000000000001" });
    await call(tool, { ...aws, env: "prod" });
    expect(asked.map(({ warnings }) => warnings[0])).toEqual([
      expect.stringMatching(/^Then acme has no default for aws any more: what uses aws-main by it/),
      expect.stringMatching(/^Then prod has no default for aws, for acme has none either: what uses aws-prod/),
    ]);
  });

  test("and decides anew once the fallback has changed", async () => {
    const versions = [];
    for (const connection of ["aws-main", "aws-prod"]) {
      const { call, asked } = await witnessed();
      await call("apply_default_provider_connection", { ...aws, connection });
      await call(tool, { ...aws, env: "prod" });
      versions.push(asked.at(-1)?.target?.version);
    }
    expect(versions[0]).not.toBe(versions[1]);
  });
});

test("is denied to anybody but the owner, also where the contract would let readers delete", async () => {
  const { call, as } = await connectToSandbox(connectCredentials);
  for (const who of ["member", "viewer"] as const) {
    const { failure } = await (await as(who, { guard: allowGuarded })).call(tool, aws);
    expect(failure, who).toMatchObject({
      code: "permission_denied",
      permission: { permission: "delete", kind: "default_provider_connection" },
    });
  }
  expect((await call("get_default_provider_connection", aws)).failure).toBeUndefined();
});

test("stops at what is not there", async () => {
  const { call, calls } = await connectToSandbox(connectCredentials, { guard: allowGuarded });
  expect((await call(tool, { ...aws, env: "dev" })).failure).toMatchObject({ code: "not_found" });
  expect(calls.map(({ rpc }) => rpc)).not.toContain(remove);
});
