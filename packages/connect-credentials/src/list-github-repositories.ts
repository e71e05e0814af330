import { GithubQueryController } from "@planton-mcp/api/connect/githubconnection/v1/query";
import { defineTool, pageOf, paging, text } from "@planton-mcp/core";
import { github_connection_id } from "./github-coordinates.ts";

export const listGithubRepositories = defineTool({
  name: "list_github_repositories",
  title: "List GitHub repositories",
  description: "Lists the repositories that a GitHub credential can reach.",
  effect: "read",
  input: { github_connection_id, text: text("Words in the name").optional(), ...paging },
  example: { github_connection_id: "ghconn_01kseed0000000000000000001" },
  rpc: GithubQueryController.method.findGithubRepositories,
  request: ({ github_connection_id, text = "" }) => ({
    githubConnectionId: github_connection_id,
    searchText: text,
  }),
  project: ({ repos }, paging) =>
    pageOf(
      repos.map(({ ownerName, name, description, defaultBranch, webUrl, cloneUrl, lastCommitTime }) => ({
        repo_name: `${ownerName}/${name}`,
        description: description || undefined,
        default_branch: defaultBranch,
        web_url: webUrl,
        clone_url: cloneUrl,
        last_commit_time: lastCommitTime,
      })),
      paging,
    ),
});
