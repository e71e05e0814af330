import { readFileSync, writeFileSync } from "node:fs";
import type { Bundle } from "./build-server.ts";
import type { DeterministicFigures } from "./deterministic.ts";
import { exactly, type Figure } from "./figure.ts";

type Counts = Pick<DeterministicFigures, "tools" | "bytes" | "tokens">;
type Expected = Readonly<Record<Bundle, Counts>>;

const file = new URL("expected.json", import.meta.url);

/** What the deterministic figures of a bundle have to be, so that a change to them is seen by whoever makes it. */
export function expectedCounts(bundle: Bundle): Counts {
  const all: Expected = JSON.parse(readFileSync(file, "utf8"));
  return all[bundle];
}

/** Makes what is the case now what is expected from now on. */
export function recordCounts(figures: Readonly<Record<Bundle, DeterministicFigures>>): void {
  const countsOf = ({ tools, bytes, tokens }: DeterministicFigures): Counts => ({ tools, bytes, tokens });
  const all: Expected = { present: countsOf(figures.present), many: countsOf(figures.many) };
  writeFileSync(file, `${JSON.stringify(all, undefined, 2)}\n`);
}

export function deterministicLines(bundle: Bundle, figures: DeterministicFigures): readonly Figure[] {
  const { tools, bytes, tokens, strayLines, lists, connections, answersCalls } = figures;
  const expected = expectedCounts(bundle);
  const line = (name: string, value: number, limit: number, unit: Figure["unit"] = ""): Figure => ({
    name: `${bundle}: ${name}`,
    unit,
    value,
    target: exactly(limit),
  });
  return [
    line("tools", tools, expected.tools),
    line("size of the list", bytes, expected.bytes, "B"),
    line("tokens of the list", tokens, expected.tokens),
    { name: `${bundle}: tokens a tool`, unit: "", value: tokens / tools },
    line("stray lines on stdout", strayLines, 0),
    line("different lists from 3 processes", lists, 1),
    line("connections made for the list", connections, 0),
    line("calls left unanswered without an API", answersCalls ? 0 : 1, 0),
  ];
}
