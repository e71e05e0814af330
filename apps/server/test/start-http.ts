import { type Environment, type Program, startProgram } from "./start-program.ts";

export interface HttpProgram extends Program {
  /** Where MCP is served. */
  readonly url: string;
}

/** Starts an HTTP server on any free port; resolves once it listens. */
export async function startHttp(args: readonly string[], env: Environment = {}): Promise<HttpProgram> {
  const program = startProgram(["http", "--port", "0", ...args], { env });
  const url = await program.waitFor("stdout", (text) => /listens on (http:\/\/\S+?\/mcp)\b/.exec(text)?.[1]);
  return { ...program, url };
}
