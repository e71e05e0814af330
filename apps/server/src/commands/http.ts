import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import { hostHeaderValidation, originValidation, toNodeHandler } from "@modelcontextprotocol/node";
import { createMcpHandler, localhostAllowedHostnames } from "@modelcontextprotocol/server";
import { isLoopback } from "@planton-mcp/core/endpoint";
import { openAudit } from "../audit.ts";
import { createLog, logCall, logProtocolError } from "../log.ts";
import { type Narrowing, serversOf } from "../mcp-server.ts";
import { openBackend, refuseOwnAddress } from "../open-backend.ts";
import { openGuard } from "../open-guard.ts";
import type { Settings } from "../settings.ts";
import { StartError } from "../start-error.ts";
import { UsageError } from "../usage-error.ts";
import { answerChallenge, bearerOf, resourceMetadata } from "./http-authentication.ts";
import { narrowingOf } from "./http-narrowing.ts";

/** What `narrowingOf` has attached to a request. */
function narrowingIn(auth: { extra?: Record<string, unknown> } | undefined): Narrowing {
  return auth?.extra?.narrowing as Narrowing; // put there with every request that is served
}

/** How long the Planton API has to take a connection before this server calls itself not ready. */
const readinessMs = 2_000;
/** How long requests in flight may take to end once the server was asked to stop. */
const drainMs = 10_000;

/** Serves MCP at `/mcp` until the process is told to stop. Every request stands alone and brings its own API key. */
export async function runHttp(settings: Settings): Promise<void> {
  refuseOwnAddress(settings);
  refuseSecretSources(settings);
  const log = createLog(settings.logLevel);
  const audit = openAudit(settings);
  const guard = await openGuard(settings);
  const opened = await openBackend(settings);
  const servers = serversOf({
    backend: opened.backend,
    settings,
    credential: (auth) => auth?.token,
    gone: (auth) => auth?.extra?.gone as AbortSignal | undefined, // put there below
    guard,
    onCall: (event) => logCall(log, event),
    onChange: audit?.onChange,
  });
  const onerror = (error: Error) => logProtocolError(log, error);
  const handler = createMcpHandler(({ authInfo }) => servers.create(narrowingIn(authInfo)), { onerror });
  const serveMcp = toNodeHandler(handler, { onerror });
  const names = [...localhostAllowedHostnames(), ...settings.allowedHosts];
  const isHostAllowed = hostHeaderValidation(names);
  const isOriginAllowed = originValidation(names);
  let isDraining = false;

  const serveAuthenticated = async (request: IncomingMessage, response: ServerResponse, token: string) => {
    const narrowing = narrowingOf(request, settings);
    if ("status" in narrowing) return answerJson(response, narrowing.status, { error: narrowing.error });
    const auth = { token, clientId: "planton", scopes: [], extra: { gone: goneOf(response), narrowing } };
    // The adapter's own type of a request has no room for a body stream's exact types.
    await serveMcp(Object.assign(request, { auth }) as unknown as Parameters<typeof serveMcp>[0], response);
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const pathname = URL.parse(request.url ?? "/", "http://localhost")?.pathname;
    if (pathname === "/healthz") return answerJson(response, 200, { status: "alive" });
    if (pathname === "/readyz") return answerReadiness(response, isDraining, opened.isReachable);
    if (!isHostAllowed(request, response) || !isOriginAllowed(request, response)) return;
    if (pathname === resourceMetadata.path) return answerJson(response, 200, resourceMetadata.of(request));
    if (pathname !== "/mcp") return answerJson(response, 404, { error: "There is only /mcp, /healthz and /readyz." });
    const token = bearerOf(request);
    if (token === undefined) return answerChallenge(request, response);
    await serveAuthenticated(request, response, token);
  };
  const underWay = new Set<Promise<unknown>>();
  const server = createServer((request, response) => {
    const answered = new Promise((resolve) => response.once("close", resolve));
    underWay.add(answered);
    void answered.then(() => underWay.delete(answered));
    answer(request, response).catch((error: unknown) => {
      log.line("error", "request failed", { error: String(error) });
      if (response.headersSent) response.destroy();
      else answerJson(response, 500, { error: "The MCP server itself failed on this request." });
    });
  });
  const port = await listen(server, settings);
  const host = settings.host.includes(":") ? `[${settings.host}]` : settings.host;
  if (!isLoopback(settings.host) && settings.allowedHosts.length === 0) {
    log.line("warn", "Callers on other machines are refused until --allowed-hosts names the host that they call.");
  }
  const stop = async () => {
    // Whoever asks twice does not want to wait.
    if (isDraining) process.exit(130);
    isDraining = true;
    const closed = new Promise((resolve) => server.close(resolve));
    // Answers are waited for, not connections: clients keep those open for requests that may never come.
    await Promise.race([Promise.all(underWay), setTimeout(drainMs, undefined, { ref: false })]);
    server.closeAllConnections();
    await closed;
    await handler.close();
    await opened.close();
    await Promise.all([log.flushed(), audit?.flushed()]);
    process.exit(0);
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);

  // Last, so that whoever reads it can also stop what it tells of.
  const { guideText } = await import("./guide.ts");
  console.log(guideText({ url: `http://${host}:${port}/mcp`, sandboxKeys: opened.sandboxKeys }));
}

/** Whoever calls over HTTP is not who runs this machine, and must not have its secrets stored where they can use them. */
function refuseSecretSources({ secretEnv, secretFile }: Settings): void {
  if (secretEnv.length === 0 && secretFile.length === 0) return;
  throw new UsageError(
    "secret-env and secret-file go with stdio and call: over HTTP no secrets are taken from this machine.",
  );
}

/**
 * Aborts when a client closes its connection before it has its answer. The SDK notices that with its next write only,
 * which for the revisions of 2025 may take a quarter of a minute.
 */
function goneOf(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}

function listen(server: ReturnType<typeof createServer>, { host, port }: Settings): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(new StartError(cannotListen(error, host, port))));
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function cannotListen({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  const remedy = "Choose another with --port or PLANTON_MCP_HTTP_PORT.";
  if (code === "EADDRINUSE") return `Port ${port} on ${host} is in use. ${remedy}`;
  if (code === "EACCES") return `Port ${port} on ${host} is not for this user. ${remedy}`;
  return `It can't listen on ${host}:${port}: ${message}. Choose another address with --host.`;
}

async function answerReadiness(
  response: ServerResponse,
  isDraining: boolean,
  isReachable: () => Promise<boolean>,
): Promise<void> {
  if (isDraining) return answerJson(response, 503, { status: "stopping" });
  const tooLate = setTimeout(readinessMs, false, { ref: false });
  if (!(await Promise.race([isReachable(), tooLate])))
    return answerJson(response, 503, { status: "the Planton API can't be reached" });
  answerJson(response, 200, { status: "ready" });
}

function answerJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(`${JSON.stringify(body)}\n`);
}
