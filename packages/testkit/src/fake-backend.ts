import { type ConnectRouter, createRouterTransport } from "@connectrpc/connect";
import { type Backend, transportBackend } from "@planton-mcp/core/backend";

/**
 * A backend made of typed service implementations: `fakeBackend((router) => router.service(Service, { … }))`. Requests
 * and answers go through the wire format. A method that is not implemented answers `unimplemented`.
 */
export function fakeBackend(routes: (router: ConnectRouter) => void): Backend {
  return transportBackend(createRouterTransport(routes), { userAgent: "testkit" });
}
