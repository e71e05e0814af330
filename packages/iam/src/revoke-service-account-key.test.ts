import { allowGuarded } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

const args = { service_account_id: "sa_01kseed0000000000000000001", api_key_id: "key_01kseed0000000000000000006" };

test("revokes the key of that account, once a person has seen which", async () => {
  const seen: unknown[] = [];
  const { call } = await connectToSandbox(iam, { guard: ({ target }) => void seen.push(target) });
  expect((await call("revoke_service_account_key", args)).answer).toMatchObject({
    outcome: "revoked",
    name: "Key of Deployer",
  });
  expect(seen).toMatchObject([
    { kind: "api_key", id: args.api_key_id, name: "Key of Deployer of service account Deployer", org: "acme" },
  ]);
  expect(
    (await call("list_service_account_keys", { service_account_id: "sa_01kseed0000000000000000001" })).answer,
  ).toMatchObject({ count: 0 });
});

test("refuses a key that is somebody else's, and names the nearest", async () => {
  const { call, calls } = await connectToSandbox(iam, { guard: allowGuarded });
  const { failure } = await call("revoke_service_account_key", {
    ...args,
    api_key_id: "key_01kseed0000000000000000001",
  });
  expect(failure?.problems).toMatchObject([
    { argument: "api_key_id", message: expect.stringContaining(`Did you mean ${args.api_key_id}?`) },
  ]);
  expect(calls.map(({ method }) => method.name)).not.toContain("revokeKey");
});
