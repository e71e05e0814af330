import { allowGuarded } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { environment } from "./index.ts";

const remove = "ai.planton.resourcemanager.environment.v1.EnvironmentCommandController/delete";
const dev = { org: "acme", slug: "dev" };

test("is planned first, and deletes by the plan's confirmation", async () => {
  const { call, calls } = await connectToSandbox(environment);
  const { answer } = await call("delete_environment", dev);
  expect(answer).toMatchObject({ plan: { target: { kind: "environment", slug: "dev", org: "acme" } } });
  expect(calls.map(({ rpc }) => rpc)).not.toContain(remove);
  const { confirmation } = answer;
  expect((await call("delete_environment", { ...dev, confirmation })).answer).toMatchObject({ kind: "Environment" });
  expect((await call("get_environment", dev)).failure).toMatchObject({ code: "not_found" });
});

test("deletes the one that organization and slug name, by its id", async () => {
  const { call, calls } = await connectToSandbox(environment, { guard: allowGuarded });
  const { answer } = await call("delete_environment", dev);
  const { id } = answer.metadata as { id: string };
  expect(calls.at(-1)).toMatchObject({ rpc: remove, request: { value: id } });
  expect((await call("get_environment", dev)).failure).toMatchObject({ code: "not_found" });
});

test("is denied to a member", async () => {
  const { call, as } = await connectToSandbox(environment);
  const member = await as("member", { guard: allowGuarded });
  expect((await member.call("delete_environment", dev)).failure).toMatchObject({
    code: "permission_denied",
    permission: { permission: "delete", kind: "environment" },
  });
  expect((await call("get_environment", dev)).failure).toBeUndefined();
});
