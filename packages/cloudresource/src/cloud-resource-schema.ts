import { defineResource, Failure } from "@planton-mcp/core";
import { findKind, kinds, loadKind, nearestKinds, PathError } from "@planton-mcp/kinds";

export const cloudResourceSchema = defineResource({
  uri: "cloud-resource-schema://{kind}",
  name: "cloud-resource-schema",
  title: "Schema of a kind's manifests",
  description:
    "JSON Schema of the manifests of one kind, with a minimal example. A path after the kind gives a part of it: AwsVpc.spec.region; outputs are at AwsVpc.status.outputs.",
  mimeType: "application/schema+json",
  reads: [],
  read: async ({ kind: given = "" }) => {
    const [name = "", ...path] = given.split(".");
    const facts = findKind(name);
    if (facts === undefined) throw unknownKind(name);
    const kind = await loadKind(facts);
    if (path.length === 0) return { ...kind.schema(), examples: [kind.example()] };
    try {
      return kind.schema(path.join("."));
    } catch (error) {
      if (error instanceof PathError)
        throw new Failure({ code: "not_found", message: error.message }, { cause: error });
      throw error;
    }
  },
  complete: {
    kind: async (typed) => {
      const start = typed.toLowerCase().replace(/[^a-z0-9]/g, "");
      const names = kinds.map(({ kind }) => kind).filter((name) => name.toLowerCase().startsWith(start));
      return names.length > 0 ? names : nearestKinds(typed, 20).map(({ kind }) => kind);
    },
  },
});

function unknownKind(name: string): Failure {
  const near = nearestKinds(name).map(({ kind }) => kind);
  const hint = near.length === 0 ? "" : ` Did you mean ${near.join(" or ")}?`;
  return new Failure({
    code: "not_found",
    message: `There is no kind ${name}.${hint}`,
    next: "cloud-resource-kinds://catalog lists all.",
  });
}
