import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const tool = "configure_github_webhook";
const args = { github_connection_id: "ghconn_01kseed0000000000000000001", repo_name: "acme/shop" };

test("configures it, and does so once however often it is called", async () => {
  const { call, calls } = await connectToSandbox(connectCredentials, {}, { operator: "owner" });
  const { answer } = await call(tool, args);
  expect(answer).toEqual({ repo_name: "acme/shop", webhook_id: "5001" });
  expect((await call(tool, args)).answer).toEqual(answer);
  expect(calls[0]).toMatchObject({
    rpc: "ai.planton.connect.githubconnection.v1.GithubCommandController/configureWebhook",
    request: { githubConnectionId: args.github_connection_id, repoName: "acme/shop" },
  });
});

test("takes an operator of the platform, which the owner of an organization is not", async () => {
  const { call } = await connectToSandbox(connectCredentials);
  expect((await call(tool, args)).failure).toMatchObject({
    code: "permission_denied",
    permission: { permission: "operator", kind: "platform" },
  });
});

test.each(["shop", "acme/", "/shop", "https://github.com/acme/shop"])(
  "does not take %s for a repository",
  async (repo_name) => {
    const { call, calls } = await connectToSandbox(connectCredentials);
    expect((await call(tool, { ...args, repo_name })).failure).toMatchObject({
      code: "invalid_arguments",
      problems: [{ argument: "repo_name", message: "Give it as owner/name." }],
    });
    expect(calls).toEqual([]);
  },
);

test("says which repository there is not", async () => {
  const { call } = await connectToSandbox(connectCredentials, {}, { operator: "owner" });
  expect((await call(tool, { ...args, repo_name: "acme/shoo" })).failure).toMatchObject({
    code: "not_found",
    message: expect.stringContaining("acme/shoo"),
    next: "Find the right one with list_github_repositories.",
  });
});
