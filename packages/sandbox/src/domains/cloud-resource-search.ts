import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { CloudResourceSearchQueryController } from "@planton-mcp/api/search/v1/infrahub/cloudresource/query";
import { special } from "../handler.ts";
import { cloudResourceIn, kindName } from "../jobs/references.ts";
import { environmentId } from "../resources.ts";
import type { Row } from "../store.ts";
import type { Domain } from "./domain.ts";

export const cloudResourceSearchDomain: Domain = {
  services: [CloudResourceSearchQueryController],
  specials: [
    special(
      CloudResourceSearchQueryController.method.getCloudResourceCountsGroupedByKind,
      ({ store, access }, { org, env }) => {
        const counts = new Map<number, number>();
        for (const row of store.list("cloud_resource", org, env === "" ? "" : environmentId(store, org, env))) {
          if (!access.may("get", row.kind, row.id)) continue;
          const kind = cloudResourceIn(row).spec?.kind ?? 0;
          counts.set(kind, (counts.get(kind) ?? 0) + 1);
        }
        return { counts: [...counts].map(([kind, count]) => ({ kind, count })) };
      },
    ),
    special(
      CloudResourceSearchQueryController.method.getCloudResourcesCanvasView,
      ({ store, access }, { org, envs, kinds, searchText }) => {
        const wanted = new Set(envs.map((env) => environmentId(store, org, env)));
        const text = searchText.trim().toLowerCase();
        const isMeant = (row: Row) =>
          (kinds.length === 0 || kinds.includes(cloudResourceIn(row).spec?.kind ?? 0)) &&
          `${row.name} ${row.slug}`.toLowerCase().includes(text) &&
          access.may("get", row.kind, row.id);
        const environments = store.list("environment", org).filter(({ id }) => wanted.size === 0 || wanted.has(id));
        return {
          canvasEnvironments: environments.map(({ id, slug }) => ({
            envId: id,
            envSlug: slug,
            resourceKindMapping: byKind(store.list("cloud_resource", org, id).filter(isMeant), slug),
          })),
        };
      },
    ),
  ],
};

function byKind(rows: readonly Row[], env: string) {
  const mapping: Record<string, { entries: ReturnType<typeof recordOf>[] }> = {};
  for (const row of rows) {
    const kind = kindName(cloudResourceIn(row));
    mapping[kind] ??= { entries: [] };
    mapping[kind].entries.push(recordOf(row, env));
  }
  return mapping;
}

function recordOf(row: Row, env: string) {
  const { metadata, spec, status } = cloudResourceIn(row);
  const createdBy = status?.audit?.specAudit?.createdBy;
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    kind: ApiResourceKind.cloud_resource,
    org: row.org,
    env,
    tags: metadata?.tags ?? [],
    ...(createdBy === undefined ? {} : { createdBy }),
    createdAt: timestampFromMs(row.created),
    cloudResourceKind: spec?.kind ?? 0,
    cloudResourceProvider: spec?.providerInfo?.provider ?? 0,
  };
}
