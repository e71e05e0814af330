import { Client, InMemoryTransport, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { Client as FormerClient } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport as FormerTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { McpServer as FormerServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { createMcpHandler, McpServer, Server } from "@modelcontextprotocol/server";
import { definePlugin, defineWorkflow, Redaction } from "@planton-mcp/core";
import { pluginOf } from "@planton-mcp/core/catalogue";
import { mountPlugins as mountOnV1 } from "@planton-mcp/core/v1";
import { capabilitiesOf, compose, mountPlugins, offerOf, serveOffer } from "@planton-mcp/core/v2";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { progressOf, type ToldProgress } from "../src/call/progress.ts";
import { fakeBackend } from "./testkit.ts";

describe("progress", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  function open() {
    const told: ToldProgress[] = [];
    const redaction = new Redaction();
    redaction.add("hunter2-hunter2");
    return { told, ...progressOf((progress) => told.push(progress), redaction) };
  }

  test("is told at once, then twice a second at most, and the last of it always", () => {
    const { told, progress, end } = open();
    for (const message of ["a", "b", "c"]) progress({ message });
    expect(told).toEqual([{ message: "a", progress: 1 }]);
    vi.advanceTimersByTime(500);
    expect(told.slice(1)).toEqual([{ message: "c", progress: 2 }]);
    progress({ message: "d" });
    end();
    expect(told.slice(2)).toEqual([{ message: "d", progress: 3 }]);
    progress({ message: "too late" });
    vi.advanceTimersByTime(10_000);
    expect(told).toHaveLength(3);
  });

  test("always grows, whatever is said", () => {
    const { told, progress } = open();
    for (const done of [2, 2, 1, 5]) {
      progress({ message: "so far", progress: done, total: 9 });
      vi.advanceTimersByTime(500);
    }
    const figures = told.map(({ progress }) => progress);
    expect(figures).toEqual([...new Set(figures)].sort((a, b) => a - b));
    expect(figures.map(Math.floor)).toEqual([2, 2, 2, 5]);
    expect(told.map(({ total }) => total)).toEqual([9, 9, 9, 9]);
  });

  test("tells no secret", () => {
    const { told, progress } = open();
    progress({ message: "the password is hunter2-hunter2" });
    expect(told[0]?.message).not.toContain("hunter2");
  });
});

const tool = defineWorkflow({
  name: "work_slowly",
  title: "Work slowly",
  description: "Tells how far it has come.",
  effect: "read",
  input: {},
  example: {},
  reads: [],
  run: async (_, { progress }) => {
    progress({ message: "half of it", progress: 1, total: 2 });
    progress({ message: "nearly all of it" });
    progress({ message: "all of it", progress: 2, total: 2 });
    return { done: true };
  },
});
const plugin = pluginOf(definePlugin({ name: "things", title: "Things", description: "For tests.", tools: [tool] }));
const runtime = { backend: fakeBackend(() => {}) };
const about = { name: "tests", version: "1.0.0" };
const call = { name: "work_slowly", arguments: {} };
const expected = [
  { message: "half of it", progress: 1, total: 2 },
  { message: "all of it", progress: 2, total: 2 },
];

/** A server that offers the tool as the full bundle does. */
function createServer() {
  const offer = offerOf(compose([plugin]), runtime);
  const server = new Server(about, { capabilities: capabilitiesOf(offer) });
  serveOffer(server, offer);
  return server;
}

describe("a client that wants to know gets it, and one that does not gets nothing,", () => {
  test("in memory from a server on SDK 1", async () => {
    const server = new FormerServer(about);
    await mountOnV1(server, [plugin], runtime);
    const client = new FormerClient(about);
    const [clientSide, serverSide] = FormerTransport.createLinkedPair();
    const sent = vi.spyOn(serverSide, "send");
    await Promise.all([server.connect(serverSide), client.connect(clientSide)]);
    const told: unknown[] = [];
    const onprogress = (progress: unknown) => void told.push(progress);
    expect(await client.callTool(call, undefined, { onprogress })).toMatchObject({ structuredContent: { done: true } });
    expect(told).toEqual(expected);
    sent.mockClear();
    await client.callTool(call);
    expect(sent).toHaveBeenCalledTimes(1);
    await client.close();
  });

  test.each([
    [
      "McpServer",
      async () => {
        const server = new McpServer(about);
        await mountPlugins(server, [plugin], runtime);
        return server;
      },
    ],
    ["Server", async () => createServer()],
  ] as const)("in memory from a %s of SDK 2", async (_, create) => {
    const server = await create();
    const client = new Client(about);
    const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
    const sent = vi.spyOn(serverSide, "send");
    await Promise.all([server.connect(serverSide), client.connect(clientSide)]);
    const told: unknown[] = [];
    await client.callTool(call, { onprogress: (progress) => void told.push(progress) });
    expect(told).toEqual(expected);
    sent.mockClear();
    await client.callTool(call);
    expect(sent).toHaveBeenCalledTimes(1);
    await client.close();
  });

  test.each([
    ["legacy", "text/event-stream"],
    ["auto", "application/json"],
  ] as const)("over HTTP from a stateless handler, protocol %s", async (mode, typeWithout) => {
    const handler = createMcpHandler(createServer);
    const types: (string | null)[] = [];
    const client = new Client(about, { versionNegotiation: { mode } });
    const fetch = async (url: string | URL, init?: RequestInit) => {
      const response = await handler.fetch(new Request(url, init));
      types.push(response.headers.get("content-type"));
      return response;
    };
    await client.connect(new StreamableHTTPClientTransport(new URL("http://localhost/mcp"), { fetch }));
    const told: unknown[] = [];
    await client.callTool(call, { onprogress: (progress) => void told.push(progress) });
    expect(types.at(-1)).toBe("text/event-stream");
    expect(told).toEqual(expected);
    await client.callTool(call);
    expect(types.at(-1)).toBe(typeWithout);
    await client.close();
    await handler.close();
  });
});
