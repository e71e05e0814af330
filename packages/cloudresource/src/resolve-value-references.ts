import type { JsonObject } from "@bufbuild/protobuf";
import { CloudResourceQueryController } from "@planton-mcp/api/infrahub/cloudresource/v1/query";
import { defineWorkflow, type ToolContext } from "@planton-mcp/core";
import { type KindFacts, loadKind } from "@planton-mcp/kinds";
import { cloudResourceKind, kindNamed } from "./cloud-resource-kind.ts";
import { cloudResourceCoordinates, cloudResourceReads, findCloudResource, idOrPlace } from "./find-cloud-resource.ts";
import { withoutSecrets } from "./shown-cloud-resource.ts";

const { resolveValueFromReferences } = CloudResourceQueryController.method;

export const resolveValueReferences = defineWorkflow({
  name: "resolve_value_references",
  title: "Resolve a cloud resource's references",
  description:
    "Shows the manifest of a cloud resource with its value_from references resolved, and which of them can't be. Secrets are hidden.",
  effect: "read",
  input: { ...cloudResourceCoordinates, kind: cloudResourceKind },
  rules: [idOrPlace],
  example: { kind: "KubernetesPostgres", org: "acme", env: "dev", slug: "shop-db" },
  keywords: ["valueFrom", "dependencies"],
  reads: [...cloudResourceReads, resolveValueFromReferences],
  run: async (args, context) => {
    const kind = kindNamed(args.kind);
    const cloudResourceId = args.id ?? (await findCloudResource(args, context.read)).metadata?.id ?? "";
    const request = { cloudResourceKind: kind.number, cloudResourceId };
    const { isResolved, errors, diagnostics, cloudResourceYaml } = await context.read(
      resolveValueFromReferences,
      request,
    );
    const manifest = await manifestIn(cloudResourceYaml, kind, context);
    return {
      is_resolved: isResolved,
      errors,
      diagnostics,
      ...(manifest === undefined ? { cloud_resource_yaml: context.hide(cloudResourceYaml) } : { manifest }),
    };
  },
});

/** The manifest without its secrets, or nothing where the text holds none. */
async function manifestIn(yaml: string, facts: KindFacts, context: ToolContext): Promise<JsonObject | undefined> {
  const [{ parse }, kind] = await Promise.all([import("yaml"), loadKind(facts)]);
  try {
    const manifest: unknown = parse(yaml);
    if (typeof manifest !== "object" || manifest === null || Array.isArray(manifest)) return undefined;
    // What YAML without tags of its own holds is JSON.
    return withoutSecrets(kind, manifest as JsonObject, context);
  } catch {
    return undefined;
  }
}
