import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { createLog, logCall, logProtocolError } from "../log.ts";
import { serverFactory } from "../mcp-server.ts";
import { openBackend } from "../open-backend.ts";
import type { Settings } from "../settings.ts";

/** Serves the client at the other end of standard input and output, until it closes them. */
export async function runStdio(settings: Settings): Promise<void> {
  const log = createLog(settings.logLevel);
  const { backend, sandboxKeys, close } = await openBackend(settings);
  const credential = settings.apiKey ?? sandboxKeys?.owner;
  if (credential === undefined) log.warn("PLANTON_API_KEY is not set: every call will be refused.");
  if (process.stdin.isTTY) {
    console.error("Waiting for an MCP client on standard input. See planton-mcp --help for other ways to run.");
  }
  const factory = serverFactory({
    backend,
    settings,
    credential: () => credential,
    onCall: (event) => logCall(log, event),
  });
  const connection = serveStdio(factory, { onerror: (error) => logProtocolError(log, error) });
  let isEnding = false;
  const end = async () => {
    if (isEnding) return;
    isEnding = true;
    await connection.close();
    await close();
    process.exit();
  };
  process.stdin.once("end", end).once("close", end);
  process.once("SIGINT", end).once("SIGTERM", end);
}
