import { allowGuarded, type GuardedCall } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const remove = "ai.planton.connect.runnerregistration.v1.RunnerRegistrationCommandController/delete";
const acme = { org: "acme", slug: "acme-runner" };

test("deletes by its id, after saying what is cut off and that it is the default", async () => {
  const asked: GuardedCall[] = [];
  const { call, calls } = await connectToSandbox(connectCredentials, { guard: (call) => void asked.push(call) });
  await call("delete_runner_registration", acme);
  expect(asked[0]?.warnings).toEqual([
    expect.stringContaining("is cut off"),
    "It is the default runner of acme. Set another one first, with apply_default_runner_binding.",
  ]);
  expect(calls.at(-1)).toMatchObject({ rpc: remove, request: { value: "rnr_01kseed0000000000000000001" } });
  expect((await call("get_runner_registration", acme)).failure).toMatchObject({ code: "not_found" });
});

test("decides anew once it is the default no more, and says nothing of that then", async () => {
  const asked: GuardedCall[] = [];
  const stop = (call: GuardedCall) => {
    asked.push(call);
    throw new Error("not yet");
  };
  const { call, as } = await connectToSandbox(connectCredentials, { guard: stop });
  const unguarded = await as("owner", { guard: allowGuarded });
  await call("delete_runner_registration", acme);
  const selector = { selector_kind: "organization", selector_id: "acme" };
  await unguarded.call("apply_default_runner_binding", { ...selector, runner: "planton-runner" });
  await call("delete_runner_registration", acme);
  expect(asked).toHaveLength(2);
  expect(asked[1]?.warnings).toHaveLength(1);
  expect(asked[1]?.target?.version).not.toBe(asked[0]?.target?.version);
});

test("is denied to a member, and to the owner where it is the platform's", async () => {
  const { call, as } = await connectToSandbox(connectCredentials, { guard: allowGuarded });
  const member = await as("member", { guard: allowGuarded });
  const denied = { code: "permission_denied", permission: { permission: "delete", kind: "runner_registration" } };
  expect((await member.call("delete_runner_registration", acme)).failure).toMatchObject(denied);
  const platform = { id: "rnr_01kseed0000000000000000002" };
  expect((await call("delete_runner_registration", platform)).failure).toMatchObject(denied);
});
