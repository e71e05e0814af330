import {
  type CloudResourceKind,
  CloudResourceKindSchema,
} from "@planton-mcp/api/openmcf/shared/cloudresourcekind/cloud_resource_kind";
import {
  type CloudResourceProvider,
  CloudResourceProviderSchema,
} from "@planton-mcp/api/openmcf/shared/cloudresourcekind/cloud_resource_provider";
import { invalidArguments } from "@planton-mcp/core";

/** Entries a page: what a search record tells takes some 60 tokens. */
const pageSize = 50;

/** The page that a URI asks for, as the API counts: from 0. */
export function pageInfo(page = "1") {
  if (/^[1-9]\d{0,4}$/.test(page)) return { num: Number(page) - 1, size: pageSize };
  throw invalidArguments([{ argument: "page", message: `"${page}" is no page. Pages are numbered from 1.` }]);
}

/** A page of entries, and the URI of the next one where there is one. */
export function paged<Entry>(
  uri: string,
  page: string | undefined,
  pages: number,
  entries: readonly Entry[],
  org = "",
) {
  const number = Number(page ?? "1");
  const query = new URLSearchParams({ ...(org === "" ? {} : { org }), page: String(number + 1) });
  return { page: number, pages, entries, next_page: number < pages ? `${uri}?${query}` : undefined };
}

export function kindName(kind: CloudResourceKind): string | undefined {
  return kind === 0 ? undefined : CloudResourceKindSchema.values.find(({ number }) => number === kind)?.name;
}

export function providerName(provider: CloudResourceProvider): string | undefined {
  return provider === 0
    ? undefined
    : CloudResourceProviderSchema.values.find(({ number }) => number === provider)?.name;
}
