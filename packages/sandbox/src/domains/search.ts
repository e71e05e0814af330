import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { ApiResourceSearchQueryController } from "@planton-mcp/api/search/v1/apiresource/query";
import { special } from "../handler.ts";
import { environmentId } from "../resources.ts";
import type { Domain } from "./domain.ts";

/** The search of resources by kind. It finds what is stored, as far as the caller may get it; there is no index. */
export const searchDomain: Domain = {
  services: [ApiResourceSearchQueryController],
  specials: [
    special(ApiResourceSearchQueryController.method.searchByKind, ({ store, access }, request) => {
      const { org, env, apiResourceKind, searchText, pageInfo } = request;
      const wanted = searchText.toLowerCase();
      const rows = store
        .list(ApiResourceKind[apiResourceKind] ?? "", org, env === "" ? "" : environmentId(store, org, env))
        .filter(({ kind, id }) => access.may("get", kind, id))
        .filter(({ name, slug }) => `${name} ${slug}`.toLowerCase().includes(wanted));
      const size = pageInfo === undefined || pageInfo.size <= 0 ? Math.max(rows.length, 1) : pageInfo.size;
      const start = Math.max(pageInfo?.num ?? 0, 0) * size;
      return {
        totalPages: Math.ceil(rows.length / size),
        entries: rows.slice(start, start + size).map(({ id, name, slug, org, env, created }) => ({
          id,
          name,
          slug,
          kind: apiResourceKind,
          org,
          env,
          createdAt: timestampFromMs(created),
        })),
      };
    }),
  ],
};
