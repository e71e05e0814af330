import { allowGuarded, type GuardedCall } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const acme = { selector_kind: "organization", selector_id: "acme" };
const remove = "ai.planton.connect.defaultrunnerbinding.v1.DefaultRunnerBindingCommandController/delete";

test("deletes it by its id after saying where jobs go then", async () => {
  const asked: GuardedCall[] = [];
  const { call, calls } = await connectToSandbox(connectCredentials, { guard: (call) => void asked.push(call) });
  await call("delete_default_runner_binding", acme);
  expect(asked[0]).toMatchObject({
    target: { kind: "default_runner_binding", id: "drb_01kseed0000000000000000001", org: "acme" },
    warnings: [expect.stringMatching(/^Then jobs of organization acme no longer go to acme-runner by default/)],
  });
  expect(calls.at(-1)).toMatchObject({ rpc: remove, request: { value: "drb_01kseed0000000000000000001" } });
  expect((await call("resolve_default_runner_binding", { org: "acme" })).answer).toMatchObject({
    spec: { runner: "planton-runner" },
  });
});

test("says what it means to everybody where it is the platform's", async () => {
  const asked: GuardedCall[] = [];
  const guard = (call: GuardedCall) => void asked.push(call);
  const { call } = await connectToSandbox(connectCredentials, { guard }, { operator: "owner" });
  await call("delete_default_runner_binding", { selector_kind: "platform", selector_id: "planton_cloud" });
  expect(asked[0]?.warnings).toEqual([expect.stringMatching(/^Then organizations without .* planton-runner\.$/)]);
  expect((await call("resolve_default_runner_binding", { org: "acme-labs" })).failure).toMatchObject({
    code: "not_found",
  });
});

test("is denied to a member, and to the owner where it is the platform's", async () => {
  const { call, as } = await connectToSandbox(connectCredentials, { guard: allowGuarded });
  const member = await as("member", { guard: allowGuarded });
  const denied = { code: "permission_denied" };
  expect((await member.call("delete_default_runner_binding", acme)).failure).toMatchObject(denied);
  const platform = { id: "drb_01kseed0000000000000000002" };
  expect((await call("delete_default_runner_binding", platform)).failure).toMatchObject(denied);
});
