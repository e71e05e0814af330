import { setTimeout } from "node:timers/promises";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { createLog, logCall, logProtocolError } from "../log.ts";
import { serversOf } from "../mcp-server.ts";
import { openBackend } from "../open-backend.ts";
import type { Settings } from "../settings.ts";

/** How often is looked whether the list of tools has left. */
const pauseMs = 10;

/** Serves the client at the other end of standard input and output, until it closes them. */
export async function runStdio(settings: Settings): Promise<void> {
  const log = createLog(settings.logLevel);
  const { backend, sandboxKeys, load, close } = await openBackend(settings);
  const loadAll = () => Promise.all([load(), servers.load()]);
  const credential = settings.apiKey ?? sandboxKeys?.owner;
  if (credential === undefined) log.line("warn", "PLANTON_API_KEY is not set: every call will be refused.");
  if (process.stdin.isTTY) {
    console.error("Waiting for an MCP client on standard input. See planton-mcp --help for other ways to run.");
  }
  const servers = serversOf({
    backend,
    settings,
    credential,
    onCall: (event) => logCall(log, event),
    onList: () => void loadLater(loadAll),
  });
  const connection = serveStdio(servers.create, { onerror: (error) => logProtocolError(log, error) });
  let isEnding = false;
  const end = async () => {
    if (isEnding) return;
    isEnding = true;
    await connection.close();
    await close();
    await log.flushed();
    process.exit();
  };
  process.stdin.once("end", end).once("close", end);
  process.once("SIGINT", end).once("SIGTERM", end);
}

/** Loads what calls will need once the list of tools has left: until then it would only delay that. */
async function loadLater(load: () => Promise<unknown>): Promise<void> {
  do await setTimeout(pauseMs, undefined, { ref: false });
  while (process.stdout.writableLength > 0);
  await load();
}
