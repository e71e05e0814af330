import { median } from "./statistics.ts";

/** One request and its answer. */
export type Exchange = () => Promise<unknown>;

/** Milliseconds of each of so many exchanges, one after the other. */
async function timeEach(exchange: Exchange, count: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const start = performance.now();
    await exchange();
    times.push(performance.now() - start);
  }
  return times;
}

/** Exchanges a second, with one of each `lanes` always in flight, for about so many milliseconds. */
export async function ratePerSecond(lanes: readonly Exchange[], milliseconds: number): Promise<number> {
  const start = performance.now();
  const end = start + milliseconds;
  const counts = await Promise.all(
    lanes.map(async (exchange) => {
      let count = 0;
      for (; performance.now() < end; count += 1) await exchange();
      return count;
    }),
  );
  return (counts.reduce((sum, one) => sum + one, 0) * 1000) / (performance.now() - start);
}

export interface Rounds {
  readonly warmUps: number;
  readonly measured: number;
}

/**
 * Measures each subject in turn, round after round, so that whatever else the machine does meets all of them alike.
 * Returns what the rounds after the warm-ups gave.
 */
export async function measureInTurn<Name extends string, Result>(
  subjects: Readonly<Record<Name, () => Promise<Result>>>,
  { warmUps, measured }: Rounds,
): Promise<Readonly<Record<Name, readonly Result[]>>> {
  const names = Object.keys(subjects) as Name[]; // exactly the keys of the record that was given
  const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Result[]>;
  for (let round = -warmUps; round < measured; round += 1) {
    for (const name of names) {
      const result = await subjects[name]();
      if (round >= 0) results[name].push(result);
    }
  }
  return results;
}

/** The median of so many exchanges in a row. */
export async function medianOf(exchange: Exchange, count: number): Promise<number> {
  return median(await timeEach(exchange, count));
}
