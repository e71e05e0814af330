import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import type { RawRequest } from "./http-connection.ts";
import { measuredCall } from "./messages.ts";

export const protocols = ["2026-07-28", "2025-11-25"] as const;
export type Protocol = (typeof protocols)[number];

/** What a real client sends for a call and for a list, recorded once and sent again as often as wanted. */
export interface CapturedRequests {
  readonly call: (path?: string) => RawRequest;
  readonly list: (path?: string) => RawRequest;
}

export async function captureRequests(url: string, key: string, protocol: Protocol): Promise<CapturedRequests> {
  const bodies: { headers: Headers; body: string }[] = [];
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    requestInit: { headers: { authorization: `Bearer ${key}` } },
    fetch: (target, init) => {
      if (typeof init?.body === "string") bodies.push({ headers: new Headers(init.headers), body: init.body });
      return fetch(target, init);
    },
  });
  const mode = protocol === "2025-11-25" ? "legacy" : { pin: protocol };
  const client = new Client({ name: "bench", version: "0.0.0" }, { versionNegotiation: { mode } });
  await client.connect(transport);
  await client.listTools();
  await client.callTool(measuredCall);
  await client.close();
  const requestFor = (method: string) => {
    const found = bodies.find(({ body }) => JSON.parse(body).method === method);
    if (found === undefined) throw new Error(`The client has sent no ${method}.`);
    return (path = "/mcp") => rawRequest(path, new URL(url).host, found.headers, found.body);
  };
  return { call: requestFor("tools/call"), list: requestFor("tools/list") };
}

function rawRequest(path: string, host: string, headers: Headers, body: string): RawRequest {
  const lines = [...headers].map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: ${host}\r\n${lines}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
