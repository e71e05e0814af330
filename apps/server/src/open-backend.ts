import { readFileSync } from "node:fs";
import type { Backend } from "@planton-mcp/core/backend";
import { type Endpoint, isLoopback, parseEndpoint } from "@planton-mcp/core/endpoint";
import type { Sandbox } from "@planton-mcp/sandbox";
import { sandboxKeys } from "@planton-mcp/sandbox/keys";
import type { Settings } from "./settings.ts";
import { StartError } from "./start-error.ts";
import { UsageError } from "./usage-error.ts";
import { userAgent } from "./version.ts";

export interface OpenBackend {
  readonly backend: Backend;
  /** The keys of the sandbox's people, where the backend is the sandbox. */
  readonly sandboxKeys: typeof sandboxKeys | undefined;
  /** Loads what calls will need, so that the first one does not wait for it. */
  readonly load: () => Promise<unknown>;
  readonly isReachable: () => Promise<boolean>;
  readonly close: () => Promise<void>;
}

const endpoints: Readonly<Record<Settings["environment"], string>> = {
  live: "api.live.planton.ai:443",
  test: "api.test.planton.cloud:443",
  local: "localhost:8080",
};

/** Where the Planton API is that the settings name. Throws a `UsageError` for an address that can't be one. */
export function endpointOf({ endpoint, environment, allowPlaintext }: Settings): Endpoint {
  try {
    return parseEndpoint(endpoint ?? endpoints[environment], allowPlaintext);
  } catch (error) {
    throw new UsageError(
      `${(error as RangeError).message} See --endpoint, --allow-plaintext and PLANTON_APIS_GRPC_ENDPOINT.`,
    );
  }
}

/**
 * Opens the backend that the settings name. Its code is loaded and it is connected to with the first call; what is
 * wrong with the settings is told at once.
 */
export async function openBackend(settings: Settings): Promise<OpenBackend> {
  refuseWrongSettings(settings);
  const { sandbox, data, faults } = settings;
  let opened: Promise<Opened> | undefined;
  const open = () => {
    opened ??= sandbox ? openSandbox(settings) : openGrpc(settings);
    return opened;
  };
  if (data !== undefined || faults.length > 0) await open();
  return {
    backend: {
      unary: async (method, request, call) => (await open()).backend.unary(method, request, call),
      async *stream(method, request, call) {
        yield* (await open()).backend.stream(method, request, call);
      },
    },
    sandboxKeys: sandbox ? sandboxKeys : undefined,
    load: open,
    isReachable: async () => (await open()).isReachable(),
    close: async () => (await opened)?.close(),
  };
}

/** Throws a `UsageError` for settings that can't go together, and for an endpoint that can't be one. */
export function refuseWrongSettings(settings: Settings): void {
  const { sandbox, data, faults } = settings;
  if (sandbox) return;
  if (data !== undefined) throw new UsageError("--data goes with --sandbox.");
  if (faults.length > 0) throw new UsageError("--fault goes with --sandbox.");
  endpointOf(settings);
}

type Opened = Pick<OpenBackend, "backend" | "isReachable" | "close">;

async function openGrpc(settings: Settings): Promise<Opened> {
  const endpoint = endpointOf(settings);
  const { grpcBackend } = await import("@planton-mcp/core/backend");
  const { caFile, timeout } = settings;
  const backend = grpcBackend({
    endpoint,
    userAgent,
    timeoutMs: timeout * 1000,
    ...(caFile === undefined ? {} : { ca: readFileSync(caFile, "utf8") }),
  });
  return { backend, isReachable: backend.isReachable, close: async () => backend.close() };
}

async function openSandbox(settings: Settings): Promise<Opened> {
  const sandbox = await createSandbox(settings);
  return {
    backend: sandbox.backend,
    isReachable: async () => true,
    close: () => sandbox.close(),
  };
}

/** The sandbox that the settings describe, faults included. */
export async function createSandbox({
  data,
  faults,
  jobSeconds,
}: Pick<Settings, "data" | "faults" | "jobSeconds">): Promise<Sandbox> {
  const { createSandbox, parseFault } = await withoutWarnings(() => import("@planton-mcp/sandbox"));
  try {
    const sandbox = createSandbox({ jobs: { seconds: jobSeconds }, ...(data === undefined ? {} : { file: data }) });
    for (const fault of faults) sandbox.inject(parseFault(fault));
    return sandbox;
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw new StartError(`The sandbox can't use its file: ${(error as Error).message}`);
  }
}

/** node:sqlite says when it is loaded that it is experimental; whoever runs the sandbox can't act on that. */
async function withoutWarnings<Result>(load: () => Promise<Result>): Promise<Result> {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return await load();
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** Throws a `UsageError` where an HTTP server would listen on the address of the Planton API that it is to call. */
export function refuseOwnAddress(settings: Settings): void {
  if (settings.sandbox) return;
  const { hostname, port } = new URL(endpointOf(settings).url);
  if (!isLoopback(hostname) || Number(port) !== settings.port) return;
  const source = settings.endpoint === undefined ? "PLANTON_ENVIRONMENT=local means" : "The endpoint is";
  throw new UsageError(
    `${source} a Planton API on ${hostname}:${port}, where this server would listen too; give it another port with --port or PLANTON_MCP_HTTP_PORT.`,
  );
}
