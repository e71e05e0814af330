import { GithubQueryController } from "@planton-mcp/api/connect/githubconnection/v1/query";
import { defineTool, wholeResource } from "@planton-mcp/core";
import * as z from "zod";

export const getGithubInstallationInfo = defineTool({
  name: "get_github_installation_info",
  title: "Get a GitHub installation",
  description:
    "Tells whose account an installation of the platform's GitHub app is on: what a new GitHub credential needs.",
  effect: "read",
  // More digits than a number of JavaScript keeps exactly are no installation.
  input: { installation_id: z.int().min(1).max(1e15).describe("GitHub's installation id") },
  example: { installation_id: 4711 },
  rpc: GithubQueryController.method.getInstallationInfo,
  request: ({ installation_id }) => ({ value: BigInt(installation_id) }),
  project: wholeResource,
});
