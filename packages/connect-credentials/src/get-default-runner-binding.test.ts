import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

test("reads one by its selector, however its kind is written, and the same by its id", async () => {
  const { call, calls } = await connectToSandbox(connectCredentials);
  const { answer } = await call("get_default_runner_binding", { selector_kind: "Organization", selector_id: "acme" });
  expect(calls[0]).toMatchObject({ request: { kind: 12, id: "acme" } });
  expect(answer).toMatchObject({ spec: { selector: { kind: "organization", id: "acme" }, runner: "acme-runner" } });
  const { id } = answer.metadata as { id: string };
  expect((await call("get_default_runner_binding", { id })).answer).toEqual(answer);
});

test("does not fall back to the platform's", async () => {
  const { call } = await connectToSandbox(connectCredentials);
  const { failure } = await call("get_default_runner_binding", {
    selector_kind: "organization",
    selector_id: "acme-labs",
  });
  expect(failure).toMatchObject({ code: "not_found" });
});

test("is for who may read what it is for", async () => {
  const { as } = await connectToSandbox(connectCredentials);
  const acme = { selector_kind: "organization", selector_id: "acme" };
  expect((await (await as("viewer")).call("get_default_runner_binding", acme)).failure).toBeUndefined();
  expect((await (await as("outsider")).call("get_default_runner_binding", acme)).failure).toMatchObject({
    code: "permission_denied",
    permission: { permission: "get", kind: "default_runner_binding", declared: false },
  });
});

test.each([
  { args: {}, argument: "id" },
  { args: { selector_kind: "organization" }, argument: "selector_id" },
  { args: { selector_id: "acme" }, argument: "selector_kind" },
  { args: { id: "drb_1", selector_id: "acme" }, argument: "id" },
])("takes an id, or a whole selector, and not $args", async ({ args, argument }) => {
  const { call, calls } = await connectToSandbox(connectCredentials);
  const { failure } = await call("get_default_runner_binding", args);
  expect(failure).toMatchObject({ code: "invalid_arguments", problems: [{ argument }] });
  expect(calls).toEqual([]);
});
