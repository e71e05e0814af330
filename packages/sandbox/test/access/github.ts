import { type AccessTable, everyone, members, nobody } from "./outcomes.ts";

const githubConnectionId = "ghconn_01kseed0000000000000000001";
const webhook = { githubConnectionId, repoName: "acme/shop" };

export const githubAccess: AccessTable = {
  // By the contract, these are for whoever runs the platform.
  "GithubCommandController/configureWebhook": [webhook, nobody],
  "GithubCommandController/removeWebhook": [webhook, nobody],
  "GithubQueryController/getInstallationInfo": [{ value: 4711n }, everyone],
  "GithubQueryController/findGithubRepositories": [{ githubConnectionId }, members],
  "GithubQueryController/getInstallationToken": [{ value: githubConnectionId }, members],
};
