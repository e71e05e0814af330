import { allowGuarded, type GuardedCall } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const tool = "delete_provider_connection_authorization";
const remove =
  "ai.planton.connect.providerconnectionauthorization.v1.ProviderConnectionAuthorizationCommandController/delete";
const main = { org: "acme", provider: "aws", connection: "aws-main" };

test("deletes the one of a key by its id, after saying what that ends", async () => {
  const asked: GuardedCall[] = [];
  const { call, calls } = await connectToSandbox(connectCredentials, { guard: (call) => void asked.push(call) });
  await call(tool, main);
  expect(asked[0]?.warnings).toEqual(["It lets dev, staging use the aws credential aws-main; that ends."]);
  expect(calls.at(-1)).toMatchObject({ rpc: remove, request: { value: "pca_01kseed0000000000000000001" } });
  expect((await call("get_provider_connection_authorization", main)).failure).toMatchObject({ code: "not_found" });
});

test("is denied to a member", async () => {
  const { call, as } = await connectToSandbox(connectCredentials);
  const member = await as("member", { guard: allowGuarded });
  expect((await member.call(tool, main)).failure).toMatchObject({
    code: "permission_denied",
    permission: { permission: "delete", kind: "provider_connection_authorization" },
  });
  expect((await call("get_provider_connection_authorization", main)).failure).toBeUndefined();
});
