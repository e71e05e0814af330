import { ConnectSearchQueryController } from "@planton-mcp/api/search/v1/connect/query";
import { defineTool, org, slug } from "@planton-mcp/core";
import { credentialKind, kind } from "./credential-kind.ts";

export const checkCredentialSlugAvailability = defineTool({
  name: "check_credential_slug_availability",
  title: "Check a credential's slug",
  description: "Tells whether a slug is free for a new credential (connection) of a kind in an organization.",
  effect: "read",
  input: { org, kind, slug },
  example: { org: "acme", kind: "aws", slug: "aws-main" },
  formerly: ["check_connection_slug"],
  rpc: ConnectSearchQueryController.method.checkConnectionSlugAvailability,
  request: ({ org, kind, slug }) => ({ org, slug, kind: credentialKind(kind).number }),
  project: ({ isAvailable }) => ({ is_available: isAvailable }),
});
