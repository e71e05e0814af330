/** What the list of tools costs, counted: the part of the benchmark that is the same on every machine. */
import { expect, test } from "vitest";
import { type Bundle, buildServer } from "./build-server.ts";
import { deterministicFigures } from "./deterministic.ts";
import { expectedCounts } from "./expected.ts";

test.each<Bundle>(["present", "many"])(
  "%s",
  async (bundle) => {
    const figures = await deterministicFigures(await buildServer(bundle));
    const expected = { ...expectedCounts(bundle), strayLines: 0, lists: 1, connections: 0, answersCalls: true };
    expect(figures, "If the list was meant to change, run node bench/main.ts --record.").toEqual(expected);
  },
  60_000,
);
