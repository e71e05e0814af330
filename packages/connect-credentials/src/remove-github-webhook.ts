import { GithubCommandController } from "@planton-mcp/api/connect/githubconnection/v1/command";
import { GithubConnectionQueryController } from "@planton-mcp/api/connect/githubconnection/v1/query";
import { defineWorkflow, targetOf } from "@planton-mcp/core";
import { github_connection_id, repo_name } from "./github-coordinates.ts";

const { removeWebhook } = GithubCommandController.method;
const { get } = GithubConnectionQueryController.method;

export const removeGithubWebhook = defineWorkflow({
  name: "remove_github_webhook",
  title: "Remove a GitHub webhook",
  description:
    "Stops a GitHub repository telling the platform of its pushes and pull requests. Takes an operator of the platform.",
  effect: "destroy",
  input: { github_connection_id, repo_name },
  example: { github_connection_id: "ghconn_01kseed0000000000000000001", repo_name: "acme/shop" },
  undo: "Configure it again with configure_github_webhook.",
  reads: [get],
  writes: [removeWebhook],
  prepare: async ({ github_connection_id, repo_name }, { read }) => {
    const connection = targetOf(get, await read(get, { value: github_connection_id }));
    return {
      // Not the connection is removed: a person who reads the plan has to see the repository.
      target: { ...connection, kind: "github_webhook", name: repo_name },
      warnings: [`Pushes to ${repo_name} no longer start pipelines on the platform.`],
      commit: async (write) => {
        await write(removeWebhook, { githubConnectionId: connection.id, repoName: repo_name });
        return { repo_name, removed: true };
      },
    };
  },
});
