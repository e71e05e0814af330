import type { Bundle } from "./build-server.ts";
import { coldStartFigures, startOnce } from "./cold-start.ts";
import { resultOf } from "./deterministic.ts";
import type { Figure } from "./figure.ts";
import { measureInTurn, type Rounds } from "./load.ts";
import type { Program } from "./stdio-process.ts";

export type Programs = Readonly<Record<Bundle, Program>>;

/** The servers with a sandbox in their process. */
export function sandboxPrograms(paths: Readonly<Record<Bundle, string>>): Programs {
  return { present: withSandbox(paths.present), many: withSandbox(paths.many) };
}

const withSandbox = (path: string): Program => ({ args: [path, "stdio", "--sandbox"] });

/** Nothing listens on port 9. */
const withDeadEndpoint = (path: string): Program => ({
  args: [path, "stdio", "--endpoint", "127.0.0.1:9"],
  env: { PLANTON_API_KEY: "bench" },
});

/** Cold starts of both bundles, with a sandbox and with an API that is not there, and of their floors. */
export async function coldStartSuite(
  paths: Readonly<Record<Bundle, string>>,
  floors: Programs,
  tools: Readonly<Record<Bundle, number>>,
  rounds: Rounds,
): Promise<readonly Figure[]> {
  const starts = await measureInTurn(
    {
      presentFloor: () => startOnce(floors.present),
      manyFloor: () => startOnce(floors.many),
      present: () => startOnce(withDeadEndpoint(paths.present)),
      presentSandbox: () => startOnce(withSandbox(paths.present)),
      many: () => startOnce(withDeadEndpoint(paths.many)),
      manySandbox: () => startOnce(withSandbox(paths.many)),
    },
    rounds,
  );
  const { present, presentSandbox, many, manySandbox } = starts;
  for (const { line } of [...starts.presentFloor, ...present, ...presentSandbox]) assertTools(line, tools.present);
  for (const { line } of [...starts.manyFloor, ...many, ...manySandbox]) assertTools(line, tools.many);
  return [
    ...coldStartFigures("present, no API", present, starts.presentFloor),
    ...coldStartFigures("present, sandbox", presentSandbox, starts.presentFloor),
    ...coldStartFigures("many, no API", many, starts.manyFloor),
    ...coldStartFigures("many, sandbox", manySandbox, starts.manyFloor),
  ];
}

function assertTools(line: Buffer, count: number): void {
  const listed = JSON.parse(resultOf(line)).tools.length;
  if (listed !== count) throw new Error(`A process listed ${listed} tools instead of ${count}.`);
}
