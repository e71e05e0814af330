import { createServer } from "node:net";
import { callTool, listTools, opening } from "./messages.ts";
import { startStdio } from "./stdio-process.ts";
import { countTokens } from "./tokens.ts";

/** What does not depend on the machine: the same program gives the same figures everywhere. */
export interface DeterministicFigures {
  readonly tools: number;
  /** UTF-8 bytes of the result of tools/list. */
  readonly bytes: number;
  /** Tokens that the result costs a model, in the encoding o200k. */
  readonly tokens: number;
  /** Lines on standard output that are no JSON-RPC message. */
  readonly strayLines: number;
  /** How many different lists three processes gave. */
  readonly lists: number;
  /** Connections that were made to the Planton API until the list was there. */
  readonly connections: number;
  /** Whether a call after the list was answered: with a failure, since the API of this measurement does not answer. */
  readonly answersCalls: boolean;
}

/**
 * Lists the tools of a built server three times, with a Planton API that takes connections and never answers. Rejects
 * where a list is not complete.
 */
export async function deterministicFigures(program: string): Promise<DeterministicFigures> {
  const api = await silentApi();
  try {
    const runs = [
      await listOnce(program, api.port),
      await listOnce(program, api.port),
      await listOnce(program, api.port),
    ];
    const connections = api.connections();
    const [{ result = "" } = {}] = runs;
    return {
      tools: JSON.parse(result).tools.length,
      bytes: Buffer.byteLength(result),
      tokens: await countTokens(result),
      strayLines: runs.reduce((sum, { strayLines }) => sum + strayLines, 0),
      lists: new Set(runs.map(({ result }) => result)).size,
      connections,
      answersCalls: await answersOffline(program),
    };
  } finally {
    api.close();
  }
}

const environment = { PLANTON_API_KEY: "bench" };

async function listOnce(program: string, port: number): Promise<{ result: string; strayLines: number }> {
  const server = startStdio({ args: [program, "stdio", "--endpoint", `127.0.0.1:${port}`], env: environment });
  server.send(...opening, listTools(1));
  const { line } = await server.answer(1);
  const { strayLines } = await server.close();
  return { result: resultOf(line), strayLines };
}

/** The text of a result, as a client has it. Throws where there is none, or it is only a part. */
export function resultOf(line: Buffer): string {
  const { result } = JSON.parse(line.toString());
  if (!Array.isArray(result?.tools) || result.nextCursor !== undefined) throw new Error(`No whole list: ${line}`);
  return JSON.stringify(result);
}

/** Port 9 is for discarding; where nothing listens on it, a connection is refused. */
async function answersOffline(program: string): Promise<boolean> {
  const server = startStdio({ args: [program, "stdio", "--endpoint", "127.0.0.1:9"], env: environment });
  server.send(...opening, listTools(1), callTool(2));
  const { line } = await server.answer(2);
  await server.close();
  return JSON.parse(line.toString()).result?.isError === true;
}

async function silentApi() {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on("error", () => {}).resume();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("There is no port.");
  return { port: address.port, connections: () => connections, close: () => server.close() };
}
