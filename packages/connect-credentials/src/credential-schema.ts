import type { DescMethod } from "@bufbuild/protobuf";
import { SecretCommandController } from "@planton-mcp/api/configmanager/secret/v1/command";
import { defineResource, type Method } from "@planton-mcp/core";
import { requirementOf } from "@planton-mcp/core/contract";
import { credentialKind, credentialKinds, specField } from "./credential-kind.ts";
import { minimalSpec } from "./minimal-spec.ts";
import { specSchema } from "./spec-schema.ts";

export const credentialSchema = defineResource({
  uri: "credential-schema://{kind}",
  name: "credential-schema",
  title: "Schema of a credential",
  description:
    "The spec of one kind of credential (connection) as JSON Schema, the permissions it takes and an example.",
  mimeType: "application/json",
  reads: [],
  read: async ({ kind: said = "" }) => {
    const kind = credentialKind(said);
    const { apply, delete: remove, get } = await kind.load();
    const { message } = specField(apply.input);
    return {
      kind: kind.word,
      resource: kind.resource,
      title: kind.title,
      category: kind.category,
      provider: kind.provider,
      spec: specSchema(message),
      permissions: {
        create: permission(sibling(apply, "create")),
        update: permission(sibling(apply, "update")),
        delete: permission(remove),
        get: permission(get),
        "store a value": permission(SecretCommandController.method.create),
      },
      example: {
        kind: kind.word,
        org: "acme",
        slug: `my-${kind.word.replaceAll("_", "-")}`,
        spec: minimalSpec(message),
      },
    };
  },
  complete: {
    kind: async (typed) =>
      credentialKinds.map(({ word }) => word).filter((word) => word.startsWith(typed.toLowerCase())),
  },
});

function sibling(method: Method, name: string): DescMethod {
  return method.parent.methods.find((candidate) => candidate.name === name) ?? method;
}

function permission(method: DescMethod): string {
  const requirement = requirementOf(method);
  return requirement.type === "permission" ? `${requirement.permission} on ${requirement.kind}` : requirement.type;
}
