import type { ApiResource } from "./api-resource.ts";

/** Answers with the whole resource, rendered lean. */
export function wholeResource<T>(resource: T): T {
  return resource;
}

/** The row by which lists show a resource: enough to choose one, not to know it. */
export function summary(resource: ApiResource) {
  const { id, slug, name, org, env } = resource.metadata ?? {};
  return { id, slug, name: name === slug ? undefined : name, org: org || undefined, env: env || undefined };
}

/** One page of a list that the API returns whole. */
export function pageOf<Entry>(
  entries: readonly Entry[],
  { page, page_size }: { readonly page: number; readonly page_size: number },
) {
  const pages = Math.max(1, Math.ceil(entries.length / page_size));
  const start = (page - 1) * page_size;
  return { count: entries.length, page, pages, entries: entries.slice(start, start + page_size) };
}
