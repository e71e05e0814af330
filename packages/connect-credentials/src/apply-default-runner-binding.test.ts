import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const apply = "ai.planton.connect.defaultrunnerbinding.v1.DefaultRunnerBindingCommandController/apply";
const acme = { selector_kind: "organization", selector_id: "acme" };
const dev = { selector_kind: "env", selector_id: "env_01kseed0000000000000000001" };

test("changes the runner of an organization", async () => {
  const { call, calls } = await connectToSandbox(connectCredentials);
  const { answer } = await call("apply_default_runner_binding", { ...acme, runner: "planton-runner" });
  expect(answer).toMatchObject({
    outcome: "updated",
    changes: [{ field: "spec.runner", from: "acme-runner", to: "planton-runner" }],
  });
  expect(calls.at(-1)).toMatchObject({
    rpc: apply,
    request: {
      kind: "DefaultRunnerBinding",
      metadata: { id: "drb_01kseed0000000000000000001" },
      spec: { selector: { kind: 12, id: "acme" }, runner: "planton-runner" },
    },
  });
});

test("sets one for an environment, which a member may and a viewer may not", async () => {
  const { as } = await connectToSandbox(connectCredentials);
  const [member, viewer] = [await as("member"), await as("viewer")];
  const args = { ...dev, org: "acme", runner: "acme-runner" };
  expect((await viewer.call("apply_default_runner_binding", args)).failure).toMatchObject({
    code: "permission_denied",
  });
  expect((await member.call("apply_default_runner_binding", args)).answer).toMatchObject({
    outcome: "created",
    resource: { metadata: { org: "acme" }, spec: { selector: { kind: "environment" }, runner: "acme-runner" } },
  });
  expect((await viewer.call("get_default_runner_binding", dev)).answer).toMatchObject({
    spec: { runner: "acme-runner" },
  });
});

test("is the owner's to change for the organization", async () => {
  const { as } = await connectToSandbox(connectCredentials);
  for (const who of ["member", "viewer", "outsider"] as const) {
    const { failure } = await (await as(who)).call("apply_default_runner_binding", { ...acme, runner: "x" });
    expect(failure, who).toMatchObject({ code: "permission_denied" });
  }
});

test.each([
  ["organisation", "There is no kind organisation. Did you mean organization?"],
  ["Enviroment", "There is no kind Enviroment. Did you mean environment?"],
  ["spaceship", "There is no kind spaceship. Most often it is organization or environment."],
  ["unspecified", /^There is no kind unspecified\./],
])("has no kind %s", async (selector_kind, message) => {
  const { call, calls } = await connectToSandbox(connectCredentials);
  const { failure } = await call("apply_default_runner_binding", { ...acme, selector_kind, runner: "acme-runner" });
  expect(failure).toMatchObject({
    code: "invalid_arguments",
    problems: [{ argument: "selector_kind", message: expect.stringMatching(message) }],
  });
  expect(calls).toEqual([]);
});

test("needs a runner for a new one", async () => {
  const { call, calls } = await connectToSandbox(connectCredentials);
  const { failure } = await call("apply_default_runner_binding", dev);
  expect(failure).toMatchObject({
    code: "invalid_arguments",
    problems: [{ argument: expect.stringMatching(/runner$/) }],
  });
  expect(calls.map(({ rpc }) => rpc)).not.toContain(apply);
});
