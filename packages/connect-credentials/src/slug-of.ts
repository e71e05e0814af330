/** A slug for what people know by a key rather than by a slug, made of the parts of that key. */
export function slugOf(...parts: readonly (string | undefined)[]): string {
  const words = parts.filter((part) => part !== undefined).join("-");
  return words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
