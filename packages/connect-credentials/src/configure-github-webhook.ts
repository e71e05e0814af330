import { GithubCommandController } from "@planton-mcp/api/connect/githubconnection/v1/command";
import { defineTool } from "@planton-mcp/core";
import { github_connection_id, repo_name } from "./github-coordinates.ts";

export const configureGithubWebhook = defineTool({
  name: "configure_github_webhook",
  title: "Configure a GitHub webhook",
  description:
    "Makes a GitHub repository tell the platform of its pushes and pull requests. Takes an operator of the platform.",
  effect: "write",
  input: { github_connection_id, repo_name },
  example: { github_connection_id: "ghconn_01kseed0000000000000000001", repo_name: "acme/shop" },
  rpc: GithubCommandController.method.configureWebhook,
  request: ({ github_connection_id, repo_name }) => ({ githubConnectionId: github_connection_id, repoName: repo_name }),
  project: ({ value }, { repo_name }) => ({ repo_name, webhook_id: value }),
});
