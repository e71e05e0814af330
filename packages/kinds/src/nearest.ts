import { distance } from "fastest-levenshtein";

/** The candidates that were probably meant, the nearest first, whatever their case. */
export function nearest(given: string, candidates: readonly string[]): readonly string[] {
  const text = given.slice(0, longest).toLowerCase();
  return candidates
    .map((candidate) => ({ candidate, edits: distance(text, candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= Math.max(2, Math.floor(candidate.length / 3)))
    .sort((left, right) => left.edits - right.edits)
    .map(({ candidate }) => candidate);
}

/** ` Did you mean x?` where something is near, else nothing: to end a sentence with. */
export function didYouMean(given: string, candidates: readonly string[]): string {
  const [near] = nearest(given, candidates);
  return near === undefined ? "" : ` Did you mean ${near}?`;
}

/** No name is longer, and what is given can be of any length. */
const longest = 200;
