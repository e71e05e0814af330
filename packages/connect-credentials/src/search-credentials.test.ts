import { connectToSandbox } from "@planton-mcp/testkit";
import { describe, expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const search = "search_credentials";

async function slugsOf(args: Record<string, unknown>) {
  const { call } = await connectToSandbox(connectCredentials);
  const { answer } = await call(search, { org: "acme", ...args });
  return (answer.entries as { slug: string }[]).map(({ slug }) => slug);
}

describe("finds", () => {
  test.each([
    [{}, ["aws-main", "github", "aws-prod"]],
    [{ text: "HUB" }, ["github"]],
    [{ kinds: ["AwsProviderConnection"] }, ["aws-main", "aws-prod"]],
    [{ kinds: ["aws", "github"], text: "prod" }, ["aws-prod"]],
    [{ provider: "amazon" }, ["aws-main", "aws-prod"]],
    [{ provider: "aws", text: "main" }, ["aws-main"]],
    [{ provider: "gcp" }, []],
    [{ env: "prod" }, []],
    [{ page: 2, page_size: 2 }, ["aws-prod"]],
  ])("by %o", async (args, slugs) => {
    expect(await slugsOf(args)).toEqual(slugs);
  });
});

test("says what each is, and how many pages there are, also where there is nothing", async () => {
  const { call } = await connectToSandbox(connectCredentials);
  expect((await call(search, { org: "acme", page_size: 2 })).answer).toEqual({
    page: 1,
    pages: 2,
    entries: [
      { id: "awsconn_01kseed0000000000000000001", kind: "aws", slug: "aws-main" },
      { id: "ghconn_01kseed0000000000000000001", kind: "github", slug: "github", name: "GitHub" },
    ],
  });
  expect((await call(search, { org: "acme", text: "nowhere" })).answer).toEqual({ page: 1, pages: 0, entries: [] });
});

test.each([
  [{ kinds: ["aws", "gihub"] }, "kinds", "Did you mean github?"],
  [{ provider: "aws", kinds: ["aws"] }, "provider", "not with kinds"],
  [{ provider: "awz" }, "provider", "aws"],
])("refuses %o before it asks", async (args, argument, help) => {
  const { call, calls } = await connectToSandbox(connectCredentials);
  expect((await call(search, { org: "acme", ...args })).failure).toMatchObject({
    code: "invalid_arguments",
    problems: [{ argument, message: expect.stringContaining(help) }],
  });
  expect(calls).toEqual([]);
});

test("asks for the page by the API's own count, from 0", async () => {
  const { call, calls } = await connectToSandbox(connectCredentials);
  await call(search, { org: "acme", kinds: ["aws"], page: 3, page_size: 10 });
  expect(calls[0]?.request).toMatchObject({ org: "acme", kinds: [54], pageInfo: { num: 2, size: 10 } });
});

test("shows a viewer what the organization has, and a stranger nothing", async () => {
  const { as } = await connectToSandbox(connectCredentials);
  const [viewer, outsider] = [await as("viewer"), await as("outsider")];
  expect((await viewer.call(search, { org: "acme" })).answer.entries).toHaveLength(3);
  expect((await outsider.call(search, { org: "acme" })).failure).toMatchObject({ code: "permission_denied" });
});
