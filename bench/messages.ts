/** What a stdio client of the 2025-11-25 protocol sends first, at once: it need not wait for the answer in between. */
export const opening = [
  {
    jsonrpc: "2.0",
    id: 0,
    method: "initialize",
    params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "bench", version: "0.0.0" } },
  },
  { jsonrpc: "2.0", method: "notifications/initialized" },
] as const;

export function listTools(id: number) {
  return { jsonrpc: "2.0", id, method: "tools/list", params: {} };
}

/** The call that is measured: a read of one small thing that the sandbox's seed has. */
export const measuredCall = { name: "get_organization", arguments: { org: "acme" } } as const;

export function callTool(id: number) {
  return { jsonrpc: "2.0", id, method: "tools/call", params: measuredCall };
}
