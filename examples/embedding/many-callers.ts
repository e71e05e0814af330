import { createMcpHandler, Server } from "@modelcontextprotocol/server";
import { compose } from "@planton-mcp/core";
import type { Backend } from "@planton-mcp/core/backend";
import { capabilitiesOf, offerOf, serveOffer } from "@planton-mcp/core/v2";
import { environment } from "@planton-mcp/environment";
import { organization } from "@planton-mcp/organization";

/** A web-standard handler: whatever authenticates requests hands each one's API key over as `authInfo.token`. */
export function plantonHandler(backend: Backend) {
  const offer = offerOf(compose([organization, environment]), { backend, credential: (auth) => auth?.token });
  return createMcpHandler(() => {
    const server = new Server({ name: "my-host", version: "1.0.0" }, { capabilities: capabilitiesOf(offer) });
    serveOffer(server, offer);
    return server;
  });
}
