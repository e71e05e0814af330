import { distance } from "fastest-levenshtein";

/** The candidate that was probably meant, whatever its case, or nothing where none is near. */
export function nearest(given: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: distance(given.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const [best] = ranked;
  if (best === undefined || best.edits > Math.max(2, Math.floor(best.candidate.length / 3))) return undefined;
  return best.candidate;
}

/** ` Did you mean x?` where something is near, else nothing: to end a sentence with. */
export function didYouMean(given: string, candidates: readonly string[]): string {
  const near = nearest(given, candidates);
  return near === undefined ? "" : ` Did you mean ${near}?`;
}
