import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { environment } from "./index.ts";

test("reads one by organization and slug, and the same by its id", async () => {
  const { call } = await connectToSandbox(environment);
  const { answer } = await call("get_environment", { org: "acme", slug: "prod" });
  expect(answer).toMatchObject({
    metadata: { org: "acme", slug: "prod" },
    spec: { description: "What customers use" },
  });
  const { id } = answer.metadata as { id: string };
  expect((await call("get_environment", { id })).answer).toEqual(answer);
});

test.each([
  { args: {}, argument: "id" },
  { args: { org: "acme" }, argument: "slug" },
  { args: { slug: "prod" }, argument: "org" },
  { args: { id: "env_1", org: "acme" }, argument: "id" },
  { args: { id: "env_1", org: "acme", slug: "prod" }, argument: "id" },
])("takes an id, or organization and slug, and not $args", async ({ args, argument }) => {
  const { call, calls } = await connectToSandbox(environment);
  expect((await call("get_environment", args)).failure).toMatchObject({
    code: "invalid_arguments",
    problems: [{ argument }],
  });
  expect(calls).toEqual([]);
});

test("names the tool that finds the right slug", async () => {
  const { call } = await connectToSandbox(environment);
  expect((await call("get_environment", { org: "acme", slug: "production" })).failure).toMatchObject({
    code: "not_found",
    next: "Find the right one with list_environments.",
  });
});
