import { GithubQueryController } from "@planton-mcp/api/connect/githubconnection/v1/query";
import { defineTool } from "@planton-mcp/core";
import { github_connection_id } from "./github-coordinates.ts";

export const getGithubInstallationToken = defineTool({
  name: "get_github_installation_token",
  title: "Show a GitHub token",
  description:
    "Shows a short-lived GitHub token that reaches the repositories of a GitHub credential. To find repositories, use list_github_repositories.",
  effect: "read",
  input: { github_connection_id },
  example: { github_connection_id: "ghconn_01kseed0000000000000000001" },
  reveals: "token",
  rpc: GithubQueryController.method.getInstallationToken,
  request: ({ github_connection_id }) => ({ value: github_connection_id }),
  project: ({ token, expiresAt }, { github_connection_id }) => ({ github_connection_id, expires_at: expiresAt, token }),
});
