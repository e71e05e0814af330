import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { environment } from "./index.ts";

test("lists an organization's environments, a row each, a page at a time", async () => {
  const { call } = await connectToSandbox(environment);
  const { answer } = await call("list_environments", { org: "acme", page_size: 2 });
  expect(answer).toEqual({
    count: 3,
    page: 1,
    pages: 2,
    entries: [
      { id: expect.stringMatching(/^env_/), slug: "dev", org: "acme", description: "Where everyone tries things out" },
      { id: expect.stringMatching(/^env_/), slug: "staging", org: "acme", description: "What goes live next" },
    ],
  });
  expect((await call("list_environments", { org: "acme", page: 2, page_size: 2 })).answer).toMatchObject({
    entries: [{ slug: "prod" }],
  });
});

test("is denied to an outsider", async () => {
  const { as } = await connectToSandbox(environment);
  const outsider = await as("outsider");
  expect((await outsider.call("list_environments", { org: "acme" })).failure).toMatchObject({
    code: "permission_denied",
    permission: { permission: "get", kind: "organization", id: "acme" },
  });
});
