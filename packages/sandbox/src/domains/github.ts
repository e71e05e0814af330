import { randomBytes } from "node:crypto";
import { fromBinary } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { GithubConnectionSchema } from "@planton-mcp/api/connect/githubconnection/v1/api";
import { GithubCommandController } from "@planton-mcp/api/connect/githubconnection/v1/command";
import { GithubQueryController } from "@planton-mcp/api/connect/githubconnection/v1/query";
import { GithubAccountType } from "@planton-mcp/api/connect/githubconnection/v1/spec";
import { failedPrecondition, notFound } from "../failures.ts";
import { special } from "../handler.ts";
import { at } from "../seed.ts";
import type { Store } from "../store.ts";
import type { Domain } from "./domain.ts";

const kind = "github_connection";
const hourMs = 3_600_000;

/** The sandbox's GitHub: one installation of its app, and the two repositories that this may see. */
const githubInstallation = {
  installationId: 4_711n,
  accountType: GithubAccountType.organization,
  accountId: "acme",
  accountAvatarUrl: "https://github.example/acme.png",
} as const;

const repositories = [
  { name: "shop", description: "The shop that sells rockets and anvils", webhookId: 5_001n },
  { name: "infrastructure", description: "What the shop runs on", webhookId: 5_002n },
].map((repository, index) => ({ ...repository, index, ownerName: githubInstallation.accountId }));

/** No GitHub is asked: a webhook is configured and removed without a trace, and always has the id of its repository. */
export const githubDomain: Domain = {
  services: [GithubCommandController, GithubQueryController],
  specials: [
    special(GithubQueryController.method.getInstallationInfo, ({ access }, { value }) => {
      access.allow();
      if (value !== githubInstallation.installationId) throw notFound("GitHub installation", String(value));
      return githubInstallation;
    }),
    special(GithubQueryController.method.findGithubRepositories, ({ store }, input) => {
      requireInstallation(store, input.githubConnectionId);
      const text = input.searchText.toLowerCase();
      const repos = repositories
        .filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(text))
        .map(({ ownerName, name, description, index }) => ({
          ownerName,
          name,
          description,
          id: 700_001 + index,
          webUrl: `https://github.example/${ownerName}/${name}`,
          cloneUrl: `https://github.example/${ownerName}/${name}.git`,
          defaultBranch: "main",
          lastCommitTime: timestampFromDate(at(20 + index, 15)),
        }));
      return { repos };
    }),
    special(GithubQueryController.method.getInstallationToken, ({ store, at }, { value }) => {
      requireInstallation(store, value);
      const token = `ghs_${randomBytes(27).toString("hex").slice(0, 36)}`;
      return { token, expiresAt: timestampFromDate(new Date(at.getTime() + hourMs)) };
    }),
    special(GithubCommandController.method.configureWebhook, ({ store }, request) => ({
      value: repositoryOf(store, request).webhookId,
    })),
    special(GithubCommandController.method.removeWebhook, ({ store }, request) => {
      repositoryOf(store, request);
      return {};
    }),
  ],
};

/** Throws where a connection is not one of the sandbox's installation. */
function requireInstallation(store: Store, connectionId: string): void {
  const row = store.find(kind, connectionId);
  if (row === undefined) throw notFound(kind, connectionId);
  const installation = fromBinary(GithubConnectionSchema, row.data).spec?.appInstallInfo?.installationId;
  if (installation !== githubInstallation.installationId) {
    throw failedPrecondition(`${kind} ${connectionId} is of installation ${installation}, which GitHub does not know.`);
  }
}

function repositoryOf(store: Store, request: { readonly githubConnectionId: string; readonly repoName: string }) {
  requireInstallation(store, request.githubConnectionId);
  const found = repositories.find(({ ownerName, name }) => `${ownerName}/${name}` === request.repoName);
  if (found === undefined) throw notFound("GitHub repository", request.repoName);
  return found;
}
