import { clone, type JsonObject } from "@bufbuild/protobuf";
import { type CloudResource, CloudResourceSchema } from "@planton-mcp/api/infrahub/cloudresource/v1/api";
import { hidden, type ToolContext } from "@planton-mcp/core";
import { type Kind, loadKind } from "@planton-mcp/kinds";
import { kindOf } from "./cloud-resource-kind.ts";

type Concealing = Pick<ToolContext, "keepSecret">;

/** A manifest without the secrets in it, which then are known as such for the rest of the call. */
export function withoutSecrets(kind: Kind, manifest: JsonObject, { keepSecret }: Concealing): JsonObject {
  return kind.hideSecrets(manifest, (value) => {
    keepSecret(value);
    return hidden;
  });
}

/**
 * A cloud resource as answers show it: its manifest without the secrets of its kind. Core hides what smells of one by
 * itself; which fields of a manifest are secret, only the kind knows.
 */
export async function shownCloudResource(resource: CloudResource, context: Concealing): Promise<CloudResource> {
  const manifest = resource.spec?.cloudObject;
  const facts = kindOf(resource.spec?.kind);
  if (manifest === undefined || facts === undefined) return resource;
  const shown = clone(CloudResourceSchema, resource);
  if (shown.spec) shown.spec.cloudObject = withoutSecrets(await loadKind(facts), manifest, context);
  return shown;
}
