import { allowGuarded, type GuardedCall } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const tool = "remove_github_webhook";
const remove = "ai.planton.connect.githubconnection.v1.GithubCommandController/removeWebhook";
const args = { github_connection_id: "ghconn_01kseed0000000000000000001", repo_name: "acme/shop" };

test("removes it, after naming the repository rather than the credential", async () => {
  const asked: GuardedCall[] = [];
  const guard = (call: GuardedCall) => void asked.push(call);
  const { call, calls } = await connectToSandbox(connectCredentials, { guard }, { operator: "owner" });
  expect((await call(tool, args)).answer).toEqual({ repo_name: "acme/shop", removed: true });
  expect(asked[0]).toMatchObject({
    target: { kind: "github_webhook", name: "acme/shop", id: args.github_connection_id, org: "acme" },
    warnings: ["Pushes to acme/shop no longer start pipelines on the platform."],
  });
  expect(calls.at(-1)).toMatchObject({
    rpc: remove,
    request: { githubConnectionId: args.github_connection_id, repoName: "acme/shop" },
  });
});

test("takes an operator of the platform", async () => {
  const { call } = await connectToSandbox(connectCredentials, { guard: allowGuarded });
  expect((await call(tool, args)).failure).toMatchObject({
    code: "permission_denied",
    permission: { permission: "operator", kind: "platform" },
  });
});
