import { allowGuarded, type GuardedCall } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const tool = "regenerate_runner_credentials";
const id = "rnr_01kseed0000000000000000001";
const regenerate = "ai.planton.connect.runnerregistration.v1.RunnerRegistrationCommandController/regenerateCredentials";
const reveal = [tool];

test("is off until whoever runs the server names it", async () => {
  const { call, calls } = await connectToSandbox(connectCredentials, { guard: allowGuarded });
  expect((await call(tool, { id })).failure).toMatchObject({ code: "switched_off" });
  expect(calls).toEqual([]);
});

test("shows others each time, after saying what stops working, and never lets one decision do for two", async () => {
  const asked: GuardedCall[] = [];
  const guard = (call: GuardedCall) => void asked.push(call);
  const { call, calls } = await connectToSandbox(connectCredentials, { guard, reveal });
  const [first, second] = [(await call(tool, { id })).answer, (await call(tool, { id })).answer];
  expect(calls.at(-1)).toMatchObject({ rpc: regenerate, request: { value: id } });
  expect(first).toMatchObject({ runner: "acme-runner", credentials: { api_key: expect.stringMatching(/^sandbox_/) } });
  expect(second.credentials).not.toEqual(first.credentials);
  expect(asked[0]).toMatchObject({
    target: { kind: "runner_registration", id, org: "acme" },
    warnings: [expect.stringMatching(/stop working at once/), expect.stringMatching(/this one time only/)],
  });
  await call(tool, { id });
  expect(new Set(asked.map(({ target }) => target?.version)).size).toBe(3);
});

test("makes and shows nothing where the guard stops it, or the caller may not update the runner", async () => {
  const { call, calls, as } = await connectToSandbox(connectCredentials, {
    reveal,
    guard: () => {
      throw new Error("no");
    },
  });
  expect((await call(tool, { id })).failure).toBeDefined();
  expect(calls.map(({ rpc }) => rpc)).not.toContain(regenerate);
  const member = await as("member", { guard: allowGuarded, reveal });
  const { failure, text } = await member.call(tool, { id });
  expect(failure).toMatchObject({ code: "permission_denied", permission: { permission: "update" } });
  expect(text).not.toMatch(/sandbox_|PRIVATE KEY/);
});

test("shows nothing where the answer is lost, and says that the change may have been made", async () => {
  const { call, inject } = await connectToSandbox(connectCredentials, { guard: allowGuarded, reveal });
  inject({ kind: "cut", method: "regenerateCredentials" });
  const { failure, text } = await call(tool, { id });
  expect(failure).toMatchObject({ code: "unavailable", outcome_unknown: true });
  expect(text).not.toMatch(/sandbox_|PRIVATE KEY/);
});
