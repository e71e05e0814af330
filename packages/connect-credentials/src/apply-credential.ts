import { ConnectSearchQueryController } from "@planton-mcp/api/search/v1/connect/query";
import { defineWorkflow, diff, idOrOrgAndSlug, targetOf, text } from "@planton-mcp/core";
import * as z from "zod";
import { credentialKind } from "./credential-kind.ts";
import { ofEveryKind } from "./credential-method.ts";
import { draftCredential } from "./draft-credential.ts";
import { credentialCoordinates, credentialReads } from "./find-credential.ts";
import { secretReads, secretWrites, withStored } from "./stored-secret.ts";

export const applyCredential = defineWorkflow({
  name: "apply_credential",
  title: "Create or update a credential",
  description:
    'Creates a credential (connection) by org and slug, or changes the given fields of one and keeps the rest. Read credential-schema://{kind} for its spec. A secret field takes {"secret": slug} of a stored secret, {"from_env"|"from_file": name}, or, last, {"value": …}.',
  effect: "write",
  input: {
    ...credentialCoordinates,
    name: text("Display name").optional(),
    spec: z.looseObject({}).describe("Fields to set").optional(),
    clear: z.array(text("As r2.endpoint")).describe("Fields of spec to empty").optional(),
  },
  rules: [idOrOrgAndSlug],
  example: { kind: "aws", org: "acme", slug: "aws-main", spec: { region: "eu-west-1" } },
  formerly: ["apply_connection"],
  keywords: ["create connection", "update connection", "connect account", "integration", "rotate", "api key", "token"],
  undo: "apply_credential with the former values; a new value of a secret can't be taken back.",
  reads: [...credentialReads, ConnectSearchQueryController.method.checkConnectionSlugAvailability, ...secretReads],
  writes: [...ofEveryKind("apply"), ...secretWrites],
  prepare: async (args, context) => {
    const { method, schema, before, after, storables } = await draftCredential(
      credentialKind(args.kind),
      args,
      context,
    );
    const fieldChanges = diff(schema, before, after);
    const rotated = storables.filter(({ isReferred }) => isReferred).map(({ field }) => ({ field, to: "a new value" }));
    const changes = [...fieldChanges, ...rotated];
    const outcome = before === undefined ? "created" : changes.length === 0 ? "unchanged" : "updated";
    return {
      // Of a new one there is neither an id nor a version yet.
      target: targetOf(method, before ?? after),
      changes,
      commit: async (write) => {
        const send = () => (fieldChanges.length === 0 ? Promise.resolve(before) : write(method, after));
        const resource = await withStored(storables, write, send);
        const stored = storables.map(({ field, slug, secretId }) => ({
          field,
          secret: slug,
          as: secretId === undefined ? "new secret" : "new version",
        }));
        return {
          outcome,
          changes: outcome === "created" ? undefined : changes,
          stored: stored.length === 0 ? undefined : stored,
          advice: storables.some(({ isLiteral }) => isLiteral) ? advice : undefined,
          resource,
        };
      },
    };
  },
});

const advice =
  "A secret stood in the arguments, and so in the conversation. Prefer from_env or from_file, where whoever runs the server allows them, or the slug of a stored secret.";
