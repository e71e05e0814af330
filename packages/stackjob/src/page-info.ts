/** Paging as the API takes it. The first page of stack jobs is 1: that is how its clients ask, while other lists begin at 0. */
export function pageInfo({ page, page_size }: { readonly page: number; readonly page_size: number }) {
  return { num: page, size: page_size };
}
