import { kinds, providers } from "./gen/kinds.js";
import type { KindFacts } from "./kind-facts.ts";
import { nearest } from "./nearest.ts";

export { kinds, providers };

const bySquashed: ReadonlyMap<string, KindFacts> = new Map(kinds.map((facts) => [squash(facts.kind), facts]));

/** The kind that a text names, however it is written: `AwsVpc`, `aws_vpc`, `aws-vpc`, `awsvpc`, `AWS VPC`. */
export function findKind(text: string): KindFacts | undefined {
  return bySquashed.get(squash(text));
}

/**
 * The kinds that a text was probably meant to name, most likely first: those that have it in their name, then those
 * that are spelled like it. Empty where none is near.
 */
export function nearestKinds(text: string, limit = 3): readonly KindFacts[] {
  const squashed = squash(text);
  if (squashed === "") return [];
  const names = [...bySquashed.keys()];
  const holding = names.filter((name) => name.includes(squashed)).sort((left, right) => left.length - right.length);
  const found = new Set([...holding, ...nearest(squashed, names)]);
  return [...found].slice(0, limit).flatMap((name) => bySquashed.get(name) ?? []);
}

function squash(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}
