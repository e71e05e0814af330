import { RunnerRegistrationCommandController } from "@planton-mcp/api/connect/runnerregistration/v1/command";
import type { CallEvent } from "@planton-mcp/core";
import { connect, connectToSandbox, fakeBackend } from "@planton-mcp/testkit";
import { describe, expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const tool = "generate_runner_credentials";
const id = "rnr_01kseed0000000000000000001";
const generate = "ai.planton.connect.runnerregistration.v1.RunnerRegistrationCommandController/generateCredentials";
const reveal = [tool];

test("is off until whoever runs the server names it", async () => {
  const { call, calls } = await connectToSandbox(connectCredentials, { reveal: ["regenerate_runner_credentials"] });
  expect((await call(tool, { id })).failure).toMatchObject({ code: "switched_off" });
  expect(calls).toEqual([]);
});

describe("shows the credentials", () => {
  test("whole, in one field and this one time", async () => {
    const { call, calls } = await connectToSandbox(connectCredentials, { reveal });
    const { answer, text } = await call(tool, { id });
    expect(calls).toMatchObject([{ rpc: generate, request: { value: id } }]);
    expect(answer).toMatchObject({
      org: "acme",
      runner: "acme-runner",
      credentials: {
        api_key: expect.stringMatching(/^sandbox_/),
        agent_private_key: expect.stringMatching(/PRIVATE KEY/),
      },
    });
    const { api_key } = answer.credentials as { api_key: string };
    expect(text.split(api_key)).toHaveLength(2);
    expect((await call("get_runner_registration", { id })).text).not.toContain(api_key);
    expect((await call(tool, { id })).failure).toMatchObject({ code: "failed_precondition" });
  });

  test("and nothing of them to the log", async () => {
    const events: CallEvent[] = [];
    const { call } = await connectToSandbox(connectCredentials, { reveal, onCall: (event) => events.push(event) });
    const { answer } = await call(tool, { id });
    expect(events).toMatchObject([{ tool, outcome: "ok", rpcs: [{ rpc: generate }] }]);
    for (const value of Object.values(answer.credentials as Record<string, string>).filter((value) =>
      /^(sandbox_|-----)/.test(value),
    ))
      expect(JSON.stringify(events)).not.toContain(value);
  });

  test("and nothing of them elsewhere, also where the backend repeats them", async () => {
    const backend = fakeBackend(({ service }) =>
      service(RunnerRegistrationCommandController, {
        generateCredentials: () => ({
          org: "of canary-api-key",
          runner: "canary-private-key",
          apiKey: "canary-api-key",
          agentPrivateKey: "canary-private-key",
        }),
      }),
    );
    const { call } = await connect(connectCredentials, backend, { reveal });
    const { answer } = await call(tool, { id });
    const { credentials, ...rest } = answer;
    expect(credentials).toMatchObject({ api_key: "canary-api-key", agent_private_key: "canary-private-key" });
    expect(rest).toEqual({ org: "of [hidden]", runner: "[hidden]" });
  });
});

describe("shows nothing", () => {
  test.each(["member", "viewer", "outsider"] as const)("to %s, who may not update the runner", async (who) => {
    const { as } = await connectToSandbox(connectCredentials);
    const { failure, text } = await (await as(who, { reveal })).call(tool, { id });
    expect(failure).toMatchObject({
      code: "permission_denied",
      permission: { permission: "update", kind: "runner_registration", id },
    });
    expect(text).not.toMatch(/sandbox_|PRIVATE KEY/);
  });

  test("where the answer is lost, and says that they may have been made", async () => {
    const { call, calls, inject } = await connectToSandbox(connectCredentials, { reveal });
    inject({ kind: "cut", method: "generateCredentials" });
    const { failure, text } = await call(tool, { id });
    expect(failure).toMatchObject({ code: "unavailable", outcome_unknown: true });
    expect(text).not.toMatch(/sandbox_|PRIVATE KEY/);
    expect(calls).toHaveLength(1);
  });
});
