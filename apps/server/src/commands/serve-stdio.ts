import { PassThrough } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import { openAudit } from "../audit.ts";
import type { Opening } from "../front.ts";
import { createLog, logCall, logProtocolError } from "../log.ts";
import { serversOf } from "../mcp-server.ts";
import { openBackend } from "../open-backend.ts";
import { openGuard } from "../open-guard.ts";
import { secretSourceOf } from "../secret-sources.ts";
import type { Settings } from "../settings.ts";

/** How often is looked whether the list of tools has left. */
const pauseMs = 10;

/** Serves a client that has been answered already, or not at all yet, until it closes standard input. */
export async function serveStdioClient(settings: Settings, opening: Opening): Promise<void> {
  const log = createLog(settings.logLevel);
  const { backend, sandboxKeys, load, close } = await openBackend(settings);
  const loadAll = () => Promise.all([load(), servers.load()]);
  const audit = openAudit(settings);
  const guard = await openGuard(settings);
  const credential = settings.apiKey ?? sandboxKeys?.owner;
  if (credential === undefined) log.line("warn", "PLANTON_API_KEY is not set: every call will be refused.");
  if (process.stdin.isTTY) {
    console.error("Waiting for an MCP client on standard input. See planton-mcp --help for other ways to run.");
  }
  const servers = serversOf({
    backend,
    settings,
    credential,
    guard,
    secretSource: secretSourceOf(settings),
    onCall: (event) => logCall(log, event),
    onChange: audit?.onChange,
    onList: () => void loadLater(loadAll),
  });
  const input = new PassThrough();
  if (opening.seen.length > 0) input.write(opening.seen);
  const connection = serveStdio(() => servers.create(), {
    transport: transportAfter(opening, input),
    onerror: (error) => logProtocolError(log, error),
  });
  process.stdin.pipe(input);
  let isEnding = false;
  const end = async () => {
    if (isEnding) return;
    isEnding = true;
    await connection.close();
    await close();
    await Promise.all([log.flushed(), audit?.flushed()]);
    process.exit();
  };
  input.once("end", end).once("close", end);
  process.once("SIGINT", end).once("SIGTERM", end);
}

/** A transport that leaves out the answers that the client has got already. */
function transportAfter({ answered }: Opening, input: PassThrough): StdioServerTransport {
  const transport = new StdioServerTransport(input, process.stdout);
  const send = transport.send.bind(transport);
  const waiting = [...answered];
  transport.send = async (message) => {
    const index = "id" in message && !("method" in message) ? waiting.indexOf(message.id ?? "") : -1;
    if (index < 0) return send(message);
    waiting.splice(index, 1);
  };
  return transport;
}

/** Loads what calls will need once the list of tools has left: until then it would only delay that. */
async function loadLater(load: () => Promise<unknown>): Promise<void> {
  do await setTimeout(pauseMs, undefined, { ref: false });
  while (process.stdout.writableLength > 0);
  await load();
}
