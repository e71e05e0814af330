import { GithubQueryController } from "@planton-mcp/api/connect/githubconnection/v1/query";
import type { CallEvent } from "@planton-mcp/core";
import { connect, connectToSandbox, fakeBackend } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const tool = "get_github_installation_token";
const args = { github_connection_id: "ghconn_01kseed0000000000000000001" };
const reveal = [tool];

test("is off until whoever runs the server names it", async () => {
  const { call, calls } = await connectToSandbox(connectCredentials);
  expect((await call(tool, args)).failure).toMatchObject({ code: "switched_off" });
  expect(calls).toEqual([]);
});

test("shows the token in one field, and nothing of it to the log", async () => {
  const events: CallEvent[] = [];
  const { call, calls } = await connectToSandbox(connectCredentials, { reveal, onCall: (event) => events.push(event) });
  const { answer, text } = await call(tool, args);
  expect(calls[0]).toMatchObject({ request: { value: args.github_connection_id } });
  expect(answer).toEqual({
    ...args,
    expires_at: expect.stringMatching(/^\d{4}-.*Z$/),
    token: expect.stringMatching(/^ghs_\w{36}$/),
  });
  expect(text.split(String(answer.token))).toHaveLength(2);
  expect(JSON.stringify(events)).not.toContain(answer.token);
});

test("keeps the token out of every other field, also where an argument repeats it", async () => {
  const backend = fakeBackend(({ service }) =>
    service(GithubQueryController, { getInstallationToken: () => ({ token: "canary-of-a-token" }) }),
  );
  const { call } = await connect(connectCredentials, backend, { reveal });
  const { answer } = await call(tool, { github_connection_id: "canary-of-a-token" });
  expect(answer).toEqual({ github_connection_id: "[hidden]", token: "canary-of-a-token" });
});

test("is for who may read the credential", async () => {
  const { as } = await connectToSandbox(connectCredentials);
  expect((await (await as("viewer", { reveal })).call(tool, args)).failure).toBeUndefined();
  const { failure, text } = await (await as("outsider", { reveal })).call(tool, args);
  expect(failure).toMatchObject({
    code: "permission_denied",
    permission: { permission: "get", kind: "github_connection", id: args.github_connection_id },
  });
  expect(text).not.toContain("ghs_");
});

test("shows nothing where the answer breaks off", async () => {
  const { call, inject } = await connectToSandbox(connectCredentials, { reveal });
  inject({ kind: "cut", method: "getInstallationToken" });
  const { failure, text } = await call(tool, args);
  expect(failure).toMatchObject({ code: "unavailable" });
  expect(text).not.toContain("ghs_");
});
