import { Client, InMemoryTransport } from "@modelcontextprotocol/client";
import { Server } from "@modelcontextprotocol/server";
import { compose, createGuard, type FailureFacts, type Plugin } from "@planton-mcp/core";
import type { Backend } from "@planton-mcp/core/backend";
import { capabilitiesOf, type HostRuntime, offerOf, serveOffer } from "@planton-mcp/core/v2";

export interface Connection {
  readonly client: Client;
  readonly call: (tool: string, args?: Record<string, unknown>) => Promise<Outcome>;
  readonly close: () => Promise<void>;
}

/** What a call answered with: its structured content, the failure in it if there is one, and the text beside it. */
export interface Outcome {
  readonly answer: Record<string, unknown>;
  readonly failure: FailureFacts | undefined;
  readonly text: string;
}

/** A real MCP client, connected in memory to a server that offers the plugins as the full bundle does. */
export async function connect(
  plugins: Plugin | readonly Plugin[],
  backend: Backend,
  runtime: Omit<HostRuntime, "backend"> = {},
): Promise<Connection> {
  const offer = offerOf(compose([plugins].flat()), { guard: createGuard(), ...runtime, backend });
  const server = new Server({ name: "testkit", version: "0.0.0" }, { capabilities: capabilitiesOf(offer) });
  serveOffer(server, offer);
  const client = new Client({ name: "testkit", version: "0.0.0" });
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(serverSide), client.connect(clientSide)]);
  return {
    client,
    call: async (name, args = {}) => outcomeOf(await client.callTool({ name, arguments: args })),
    close: async () => {
      await client.close();
      await server.close();
    },
  };
}

function outcomeOf({ content, structuredContent, isError }: Awaited<ReturnType<Client["callTool"]>>): Outcome {
  const answer = (structuredContent ?? {}) as Record<string, unknown>; // the protocol says that it is an object
  const text = content.map((part) => (part.type === "text" ? part.text : "")).join("");
  return { answer, failure: isError === true ? (answer.error as FailureFacts) : undefined, text };
}
