import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const tool = "list_github_repositories";
const args = { github_connection_id: "ghconn_01kseed0000000000000000001" };

test("lists them under the names that the webhook tools take", async () => {
  const { call } = await connectToSandbox(connectCredentials);
  const { answer } = await call(tool, args);
  expect(answer).toMatchObject({ count: 2, page: 1, pages: 1 });
  expect((answer.entries as unknown[])[0]).toEqual({
    repo_name: "acme/shop",
    description: "The shop that sells rockets and anvils",
    default_branch: "main",
    web_url: "https://github.example/acme/shop",
    clone_url: "https://github.example/acme/shop.git",
    last_commit_time: "2026-01-20T15:00:00Z",
  });
});

test("searches and pages, and says out loud that nothing was found", async () => {
  const { call, calls } = await connectToSandbox(connectCredentials);
  expect((await call(tool, { ...args, text: "INFRA" })).answer).toMatchObject({
    count: 1,
    entries: [{ repo_name: "acme/infrastructure" }],
  });
  expect(calls[0]).toMatchObject({ request: { githubConnectionId: args.github_connection_id, searchText: "INFRA" } });
  expect((await call(tool, { ...args, page: 2, page_size: 1 })).answer).toMatchObject({
    pages: 2,
    entries: [{ repo_name: "acme/infrastructure" }],
  });
  expect((await call(tool, { ...args, text: "no such" })).answer).toEqual({
    count: 0,
    page: 1,
    pages: 1,
    entries: [],
  });
});

test("is for who may read the credential", async () => {
  const { as } = await connectToSandbox(connectCredentials);
  expect((await (await as("viewer")).call(tool, args)).failure).toBeUndefined();
  expect((await (await as("outsider")).call(tool, args)).failure).toMatchObject({
    code: "permission_denied",
    permission: { permission: "get", kind: "github_connection", declared: false },
  });
});
