import { defineWorkflow, idOrOrgAndSlug } from "@planton-mcp/core";
import { credentialKind } from "./credential-kind.ts";
import { credentialCoordinates, credentialReads, findCredential } from "./find-credential.ts";

export const getCredential = defineWorkflow({
  name: "get_credential",
  title: "Get a credential",
  description:
    "Reads one credential (connection), by id or by organization and slug. Its secrets are shown by slug only.",
  effect: "read",
  input: credentialCoordinates,
  rules: [idOrOrgAndSlug],
  example: { kind: "aws", org: "acme", slug: "aws-main" },
  formerly: ["get_connection"],
  keywords: ["provider connection", "integration", "account"],
  reads: credentialReads,
  run: (args, { read }) => findCredential(credentialKind(args.kind), args, read),
});
