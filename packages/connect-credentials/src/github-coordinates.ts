import { text } from "@planton-mcp/core";

/** The GitHub credential through which GitHub is asked. */
export const github_connection_id = text("Id of the GitHub credential");

/** A repository, as GitHub and list_github_repositories name it. */
export const repo_name = text("Repository: owner/name").regex(/^[^/\s]+\/[^/\s]+$/, "Give it as owner/name");
