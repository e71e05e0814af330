import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildPath } from "./build-server.ts";
import { listTools, opening } from "./messages.ts";
import { type Program, startStdio } from "./stdio-process.ts";

/** A bare process that gives the answers that a server has just given. */
export async function stdioFloor(name: string, program: Program): Promise<Program> {
  const server = startStdio(program);
  server.send(...opening, listTools(1));
  const [initialize, list] = await Promise.all([server.answer(0), server.answer(1)]);
  await server.close();
  const file = buildPath(`${name}-answers.txt`);
  writeFileSync(file, `${withoutId(initialize.line, 0)}\n${withoutId(list.line, 1)}`);
  return { args: [fileURLToPath(new URL("floor-stdio.cjs", import.meta.url)), file] };
}

function withoutId(line: Buffer, id: number): string {
  const text = line.toString();
  const at = text.startsWith(`{"jsonrpc":"2.0","id":${id}`) ? text.indexOf('"id":') : text.lastIndexOf(`"id":${id}`);
  return `${text.slice(0, at)}"id":@id@${text.slice(at + `"id":${id}`.length)}`;
}
