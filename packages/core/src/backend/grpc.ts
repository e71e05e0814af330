import { createGrpcTransport, Http2SessionManager } from "@connectrpc/connect-node";
import type { Backend } from "./backend.ts";
import type { Endpoint } from "./endpoint.ts";
import { type TransportBackendOptions, transportBackend } from "./transport.ts";

export interface GrpcOptions extends TransportBackendOptions {
  readonly endpoint: Endpoint;
  /** Bytes that a message may have, in either direction. Default: 16 MiB. */
  readonly maxMessageBytes?: number;
  /** PEM certificates to trust instead of the system's. */
  readonly ca?: string;
}

export interface GrpcBackend extends Backend {
  /** Whether a connection stands or can be made now. */
  readonly isReachable: () => Promise<boolean>;
  /** Ends the connection. Calls in flight fail with `canceled`. */
  readonly close: () => void;
}

/**
 * A Planton API over gRPC. One HTTP/2 connection is shared by all calls, opened by the first, and opened again after
 * it was lost. No credential is kept: it travels with each call.
 */
export function grpcBackend(options: GrpcOptions): GrpcBackend {
  const { endpoint, maxMessageBytes = 16 * 1024 * 1024, ca } = options;
  const sessionManager = new Http2SessionManager(
    endpoint.url,
    { pingIntervalMs: 30_000, pingTimeoutMs: 10_000 },
    ca === undefined ? {} : { ca },
  );
  const transport = createGrpcTransport({
    baseUrl: endpoint.url,
    sessionManager,
    readMaxBytes: maxMessageBytes,
    writeMaxBytes: maxMessageBytes,
  });
  return {
    ...transportBackend(transport, options),
    isReachable: async () => (await sessionManager.connect()) !== "error",
    close: () => sessionManager.abort(),
  };
}
