import { defineResource } from "@planton-mcp/core";
import { type CredentialKind, credentialKinds, specField } from "./credential-kind.ts";
import { minimalSpec } from "./minimal-spec.ts";
import { secretFields, secretForms } from "./spec-field.ts";

export const credentialTypes = defineResource({
  uri: "credential-types://catalog",
  name: "credential-types",
  title: "Kinds of credentials",
  description:
    "Every kind of credential (connection): what it is for, what its spec needs, and which fields are secrets.",
  mimeType: "application/json",
  reads: [],
  read: async () => ({
    kinds: await Promise.all(credentialKinds.map(entryOf)),
    secrets: secretForms,
    schema: "credential-schema://{kind} has all fields of a kind, the permissions it takes and an example.",
  }),
});

async function entryOf({ word, resource, title, category, provider, load }: CredentialKind) {
  const { message } = specField((await load()).apply.input);
  return {
    kind: word,
    resource,
    title,
    category,
    provider,
    needs: Object.keys(minimalSpec(message)),
    secrets: secretFields(message),
  };
}
