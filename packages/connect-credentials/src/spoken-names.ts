import { nearest } from "@planton-mcp/core";

/** Names that people write in many ways, with what each means. */
export interface SpokenNames<Meaning> {
  /** What a text means, whatever its case, spaces, hyphens and underscores. */
  readonly meaning: (said: string) => Meaning | undefined;
  /** What a text that means nothing was probably to mean. */
  readonly nearest: (said: string) => Meaning | undefined;
}

export function spokenNames<Meaning>(entries: readonly (readonly [name: string, Meaning])[]): SpokenNames<Meaning> {
  const known = new Map(entries.map(([name, meaning]) => [bare(name), meaning]));
  return {
    meaning: (said) => known.get(bare(said)),
    nearest: (said) => known.get(nearest(bare(said), [...known.keys()]) ?? ""),
  };
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}
