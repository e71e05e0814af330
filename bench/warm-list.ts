import { atMost, type Figure } from "./figure.ts";
import { measureInTurn, medianOf, type Rounds } from "./load.ts";
import { listTools, opening } from "./messages.ts";
import { least } from "./statistics.ts";
import { type Program, type StdioProcess, startStdio } from "./stdio-process.ts";

/** How long a server that has listed its tools before needs to do so again. */
export async function warmListFigure(
  name: string,
  program: Program,
  floorProgram: Program,
  rounds: Rounds,
  block: number,
): Promise<Figure> {
  const server = startStdio(program);
  const floor = startStdio(floorProgram);
  server.send(...opening);
  const times = await measureInTurn(
    { server: () => medianOf(listsOver(server), block), floor: () => medianOf(listsOver(floor), block) },
    rounds,
  );
  await Promise.all([server.close(), floor.close()]);
  return {
    name: `${name}: tools/list again`,
    unit: "ms",
    value: least(times.server),
    floor: least(times.floor),
    target: atMost(1.5),
  };
}

function listsOver(process: StdioProcess): () => Promise<unknown> {
  let id = 1;
  return () => {
    id += 1;
    process.send(listTools(id));
    return process.answer(id);
  };
}
