import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { Client as FormerClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as FormerTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { type Era, formerPeerOf, type Peer, peerOf } from "./peer.ts";

/** Connects a client to an HTTP server, with an API key for each of its requests. */
export async function connectHttp(url: string, key: string, era: Era = "SDK 2, 2026-07-28"): Promise<Peer> {
  const options = { requestInit: { headers: { Authorization: `Bearer ${key}` } } };
  if (era === "SDK 1") {
    const client = new FormerClient({ name: "test", version: "1.0.0" });
    // SDK 1 is not written for exactOptionalPropertyTypes.
    await client.connect(new FormerTransport(new URL(url), options) as Transport);
    return formerPeerOf(client);
  }
  const mode = era === "SDK 2, 2025" ? "legacy" : "auto";
  const client = new Client({ name: "test", version: "1.0.0" }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), options));
  return peerOf(client);
}
