import { Client as ClientV2, InMemoryTransport as InMemoryTransportV2 } from "@modelcontextprotocol/client";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport as InMemoryTransportV1 } from "@modelcontextprotocol/sdk/inMemory.js";
import { McpServer as McpServerV1 } from "@modelcontextprotocol/sdk/server/mcp.js";
import { McpServer as McpServerV2 } from "@modelcontextprotocol/server";
import type { Plugin } from "@planton-mcp/core";
import type { Backend } from "@planton-mcp/core/backend";
import { mountPlugins as mountOnV1 } from "@planton-mcp/core/v1";
import { mountPlugins as mountOnV2 } from "@planton-mcp/core/v2";

const about = { name: "testkit", version: "0.0.0" };

export interface ListedTool {
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly inputSchema: unknown;
  readonly annotations?: unknown;
}

/** The tools that a host on `@modelcontextprotocol/sdk` 1.x lists. */
export async function listOnV1(plugin: Plugin, backend: Backend): Promise<ListedTool[]> {
  const server = new McpServerV1(about);
  await mountOnV1(server, [plugin], { backend, reveal: plugin.catalogue.tools.map(({ name }) => name) });
  const client = new ClientV1(about);
  const [clientSide, serverSide] = InMemoryTransportV1.createLinkedPair();
  await Promise.all([server.connect(serverSide), client.connect(clientSide)]);
  const { tools } = await client.listTools();
  await client.close();
  return tools.map(comparable);
}

/** The tools that a host on `@modelcontextprotocol/server` 2.x lists. */
export async function listOnV2(plugin: Plugin, backend: Backend): Promise<ListedTool[]> {
  const server = new McpServerV2(about);
  await mountOnV2(server, [plugin], { backend, reveal: plugin.catalogue.tools.map(({ name }) => name) });
  const client = new ClientV2(about);
  const [clientSide, serverSide] = InMemoryTransportV2.createLinkedPair();
  await Promise.all([server.connect(serverSide), client.connect(clientSide)]);
  const { tools } = await client.listTools();
  await client.close();
  return tools.map(comparable);
}

/** What of a tool comes from us; the SDKs add the schema's dialect and whether it runs as a task. */
function comparable({ name, title, description, inputSchema, annotations }: ListedTool): ListedTool {
  const { $schema: _, ...schema } = inputSchema as Record<string, unknown>;
  return { name, title, description, inputSchema: schema, annotations };
}
