import { atMost, exactly, type Figure, timesFloor } from "./figure.ts";
import { listTools, opening } from "./messages.ts";
import { least, median, most } from "./statistics.ts";
import { type Program, startStdio } from "./stdio-process.ts";
import { type Usage, usageOf } from "./usage.ts";

/** One start of a process, up to its complete answer to tools/list. */
export interface Start {
  readonly milliseconds: number;
  readonly usage: Usage | undefined;
  readonly exitMilliseconds: number;
  readonly strayLines: number;
  /** The answer, as it came. */
  readonly line: Buffer;
}

/** Starts a process, waits for its list, and ends it. */
export async function startOnce(program: Program): Promise<Start> {
  const process = startStdio(program);
  process.send(...opening, listTools(1));
  const { at, line } = await process.answer(1);
  const usage = usageOf(process.pid);
  const { milliseconds: exitMilliseconds, strayLines } = await process.close();
  return { milliseconds: at, usage, exitMilliseconds, strayLines, line };
}

/** What starts of the server tell beside those of the floor that gives the same answer. */
export function coldStartFigures(name: string, starts: readonly Start[], floors: readonly Start[]): readonly Figure[] {
  const times = (of: readonly Start[]) => of.map(({ milliseconds }) => milliseconds);
  const usages = (of: readonly Start[], field: keyof Usage) =>
    of.flatMap(({ usage }) => (usage === undefined ? [] : [usage[field]]));
  const measured = (field: keyof Usage, facts: Pick<Figure, "name" | "unit" | "target">): readonly Figure[] =>
    usages(starts, field).length === 0
      ? []
      : [{ ...facts, value: least(usages(starts, field)), floor: least(usages(floors, field)) }];
  const exits = starts.map(({ exitMilliseconds }) => exitMilliseconds);
  return [
    {
      name: `${name}: cold start`,
      unit: "ms",
      value: least(times(starts)),
      floor: least(times(floors)),
      target: timesFloor(3),
    },
    { name: `${name}: cold start, median`, unit: "ms", value: median(times(starts)), floor: median(times(floors)) },
    ...measured("cpuMilliseconds", { name: `${name}: CPU time`, unit: "ms" }),
    ...measured("peakMegabytes", { name: `${name}: peak memory`, unit: "MB", target: atMost(65) }),
    {
      name: `${name}: exit after stdin closes, longest`,
      unit: "ms",
      value: most(exits),
      floor: most(floors.map(({ exitMilliseconds }) => exitMilliseconds)),
      target: atMost(250),
    },
    {
      name: `${name}: stray lines`,
      unit: "",
      value: starts.reduce((sum, { strayLines }) => sum + strayLines, 0),
      target: exactly(0),
    },
  ];
}
