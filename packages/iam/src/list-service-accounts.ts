import type { ServiceAccount } from "@planton-mcp/api/iam/serviceaccount/v1/api";
import { ServiceAccountQueryController } from "@planton-mcp/api/iam/serviceaccount/v1/query";
import { defineTool, org, pageOf, paging, summary } from "@planton-mcp/core";

export const listServiceAccounts = defineTool({
  name: "list_service_accounts",
  title: "List service accounts",
  description: "Lists an organization's service accounts: identities for programs, each with keys of its own.",
  effect: "read",
  input: { org, ...paging },
  example: { org: "acme" },
  keywords: ["machine", "bot", "robot", "automation"],
  rpc: ServiceAccountQueryController.method.findByOrg,
  request: ({ org }) => ({ value: org }),
  project: ({ entries }, paging) => pageOf(entries.map(row), paging),
});

function row(account: ServiceAccount) {
  const { displayName, description, identityAccountId } = account.spec ?? {};
  return {
    ...summary(account),
    display_name: displayName || undefined,
    description: description || undefined,
    identity_account_id: identityAccountId,
  };
}
