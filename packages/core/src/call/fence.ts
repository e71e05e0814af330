import { randomUUID } from "node:crypto";

/**
 * Text that others may have written, marked as data. The tag is made anew each time, so that what is fenced cannot end
 * the fence.
 */
export function fence(text: string): string {
  const tag = `untrusted-data-${randomUUID().slice(0, 6)}`;
  return `<${tag}>\n${text}\n</${tag}>`;
}

/** Characters that a fence adds. */
export const fenceLength = fence("").length;

/** Whether there is more in a JSON text than numbers, ids and words: whatever could be read as a sentence. */
export function holdsSentences(json: string): boolean {
  return /\s|\\[nrt]/.test(json);
}
