import { DefaultProviderConnectionQueryController } from "@planton-mcp/api/connect/defaultproviderconnection/v1/query";
import { type ApiResource, defineWorkflow, Failure, idOrOrgAndSlug, type Send, targetOf } from "@planton-mcp/core";
import { type CredentialKind, credentialKind } from "./credential-kind.ts";
import { ofEveryKind } from "./credential-method.ts";
import { credentialCoordinates, credentialReads, findCredential } from "./find-credential.ts";
import { providerOf } from "./provider.ts";

const { getOrgDefault } = DefaultProviderConnectionQueryController.method;

export const deleteCredential = defineWorkflow({
  name: "delete_credential",
  title: "Delete a credential",
  description: "Deletes a credential (connection), for good. The secrets that it refers to stay.",
  effect: "destroy",
  input: credentialCoordinates,
  rules: [idOrOrgAndSlug],
  example: { kind: "github", org: "acme", slug: "github" },
  formerly: ["delete_connection"],
  keywords: ["remove", "disconnect", "integration"],
  undo: "Apply it again with apply_credential: its secrets are still there.",
  reads: [...credentialReads, getOrgDefault],
  writes: ofEveryKind("delete"),
  prepare: async (args, { read }) => {
    const kind = credentialKind(args.kind);
    const found = await findCredential(kind, args, read);
    const method = (await kind.load()).delete;
    const target = targetOf(method, found);
    return {
      target,
      warnings: [
        `Whatever deploys, builds or keeps its state with ${target.name} can't any more.`,
        ...(await defaultWarning(kind, found, read)),
      ],
      commit: (write) => write(method, { value: target.id }),
    };
  },
});

/** Tells where a credential is what an organization uses unless it says otherwise. */
async function defaultWarning({ provider }: CredentialKind, { metadata }: ApiResource, read: Send) {
  if (provider === undefined || metadata === undefined) return [];
  const { org, slug } = metadata;
  try {
    const { spec } = await read(getOrgDefault, { org, provider: providerOf(provider) });
    return spec?.connection === slug ? [`It is the default of ${org} for ${provider}.`] : [];
  } catch (error) {
    // There is none, or the caller may not know; neither keeps anybody from deleting.
    if (Failure.is(error) && /^(not_found|permission_denied)$/.test(error.facts.code)) return [];
    throw error;
  }
}
