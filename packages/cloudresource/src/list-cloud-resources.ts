import { CloudResourceSearchQueryController } from "@planton-mcp/api/search/v1/infrahub/cloudresource/query";
import { defineTool, org, pageOf, paging, text } from "@planton-mcp/core";
import * as z from "zod";
import { cloudResourceKind, kindNamed, kindOf } from "./cloud-resource-kind.ts";

export const listCloudResources = defineTool({
  name: "list_cloud_resources",
  title: "List cloud resources",
  description: "Lists an organization's cloud resources, of some environments or kinds, or by a text in their names.",
  effect: "read",
  input: {
    org,
    envs: z.array(text("Environment slug")).optional(),
    kinds: z.array(cloudResourceKind).optional(),
    search_text: text("In the name").optional(),
    ...paging,
  },
  example: { org: "acme", envs: ["dev"] },
  formerly: ["search_cloud_resources"],
  keywords: ["infrastructure", "inventory", "canvas", "deployed"],
  rpc: CloudResourceSearchQueryController.method.getCloudResourcesCanvasView,
  request: ({ org, envs = [], kinds = [], search_text = "" }) => ({
    org,
    envs,
    searchText: search_text,
    kinds: kinds.map((name, index) => kindNamed(name, `kinds.${index}`).number),
  }),
  project: ({ canvasEnvironments }, paging) => {
    const rows = canvasEnvironments.flatMap(({ envSlug, resourceKindMapping }) =>
      Object.entries(resourceKindMapping).flatMap(([group, { entries }]) =>
        entries.map(({ id, name, slug, cloudResourceKind }) => ({
          id,
          kind: kindOf(cloudResourceKind)?.kind ?? group,
          slug,
          name: name === slug ? undefined : name,
          env: envSlug,
        })),
      ),
    );
    // One order on every page, whatever the API's is.
    return pageOf(
      rows.sort((a, b) => placeOf(a).localeCompare(placeOf(b), "en")),
      paging,
    );
  },
});

function placeOf({ env, kind, slug }: { readonly env: string; readonly kind: string; readonly slug: string }): string {
  return `${env}/${kind}/${slug}`;
}
