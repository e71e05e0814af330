import {
  Client as ClientV2,
  InMemoryTransport as InMemoryTransportV2,
  StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport as InMemoryTransportV1 } from "@modelcontextprotocol/sdk/inMemory.js";
import { McpServer as McpServerV1 } from "@modelcontextprotocol/sdk/server/mcp.js";
import { createMcpHandler, McpServer as McpServerV2, Server } from "@modelcontextprotocol/server";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { type CallEvent, compose, definePlugin, definePrompt, defineResource, startingWith } from "@planton-mcp/core";
import type { Backend } from "@planton-mcp/core/backend";
import { pluginOf } from "@planton-mcp/core/catalogue";
import { mountPlugins as mountOnV1 } from "@planton-mcp/core/v1";
import { capabilitiesOf, mountPlugins as mountOnV2, offerOf, serveOffer } from "@planton-mcp/core/v2";
import { describe, expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import { connect, fakeBackend } from "./testkit.ts";

const { get } = EnvironmentQueryController.method;
const credential = "canary-credential";

const plugin = pluginOf(
  definePlugin({
    name: "things",
    title: "Things",
    description: "For tests.",
    resources: [
      defineResource({
        uri: "things://catalog",
        name: "things",
        title: "Things",
        description: "All things.",
        mimeType: "application/json",
        reads: [],
        read: async () => ({ things: ["hammer"], leak: credential }),
      }),
      defineResource({
        uri: "thing://{id}",
        name: "thing",
        title: "A thing",
        description: "One thing.",
        mimeType: "application/json",
        reads: [get],
        read: async ({ id = "" }, { read }) => read(get, { value: id }),
        complete: { id: async (typed) => startingWith(typed, ["saw", "hook", "hammer"]) },
      }),
      defineResource({
        uri: "stock://all{?shelf,page}",
        name: "stock",
        title: "Stock",
        description: "What there is, by shelf.",
        mimeType: "application/json",
        size: 12,
        annotations: { audience: ["assistant"], priority: 0.5 },
        cache: { seconds: 60, forEverybody: true },
        reads: [get],
        read: async (variables) => ({ given: variables }),
        complete: {
          shelf: async (typed, { read }) => {
            const { metadata } = await read(get, { value: "shelves" });
            return startingWith(typed, [...Array.from({ length: 120 }, (_, n) => `shelf-${n}`), metadata?.name ?? ""]);
          },
        },
      }),
    ],
    prompts: [
      definePrompt({
        name: "use_thing",
        title: "Use a thing",
        description: "How to use one.",
        input: { id: z.string().describe("Which"), style: z.string().optional() },
        complete: { style: async (typed, _, { id = "thing" }) => startingWith(typed, [`${id}-style`, "plain"]) },
        tools: [],
        reads: [get],
        render: async ({ id }, { read }) => `Use ${(await read(get, { value: id })).metadata?.name} (${credential}).`,
      }),
      definePrompt({
        name: "use_tool",
        title: "Use a tool",
        description: "Is not offered: its tool is not.",
        input: {},
        tools: ["no_such_tool"],
        render: async () => "",
      }),
    ],
  }),
);

const backend = fakeBackend((router) =>
  router.service(EnvironmentQueryController, {
    get: ({ value }) => ({ metadata: { id: value, name: `The ${value}` } }),
  }),
);

/** The methods that the clients of both SDKs have, and that these tests use. */
type Client = Pick<
  ClientV2,
  "close" | "complete" | "getPrompt" | "listPrompts" | "listResources" | "listResourceTemplates" | "readResource"
>;

const about = { name: "tests", version: "1" };

/** A client of each way to offer the plugin. */
const hosts: Readonly<Record<string, () => Promise<Client>>> = {
  "the low-level server": async () => (await connect(plugin, backend, { credential })).client,
  "a v2 host": async () => {
    const server = new McpServerV2(about);
    await mountOnV2(server, [plugin], { backend, credential });
    const client = new ClientV2(about);
    const [clientSide, serverSide] = InMemoryTransportV2.createLinkedPair();
    await Promise.all([server.connect(serverSide), client.connect(clientSide)]);
    return client;
  },
  "a v1 host": async () => {
    const server = new McpServerV1(about);
    await mountOnV1(server, [plugin], { backend, credential });
    const client = new ClientV1(about);
    const [clientSide, serverSide] = InMemoryTransportV1.createLinkedPair();
    await Promise.all([server.connect(serverSide), client.connect(clientSide)]);
    return client as unknown as Client; // its answers have the same fields
  },
};

describe.each(Object.entries(hosts))("on %s", (_, open) => {
  const connected = async () => {
    const client = await open();
    onTestFinished(() => client.close());
    return client;
  };

  test("resources and templates are listed and read, without secrets", async () => {
    const client = await connected();
    expect((await client.listResources()).resources).toMatchObject([{ uri: "things://catalog", title: "Things" }]);
    expect((await client.listResourceTemplates()).resourceTemplates).toMatchObject([
      {
        uriTemplate: "stock://all{?shelf,page}",
        annotations: { audience: ["assistant"], priority: 0.5 },
      },
      { uriTemplate: "thing://{id}" },
    ]);
    const catalog = await client.readResource({ uri: "things://catalog" });
    expect(catalog.contents).toEqual([
      { uri: "things://catalog", mimeType: "application/json", text: '{"things":["hammer"],"leak":"[hidden]"}' },
    ]);
    const thing = await client.readResource({ uri: "thing://hammer" });
    expect(thing.contents).toMatchObject([{ text: '{"metadata":{"name":"The hammer","id":"hammer"}}' }]);
    await expect(client.readResource({ uri: "things://nothing" })).rejects.toThrow(/not found|no resource/i);
  });

  test.each([
    ["stock://all", {}],
    ["stock://all?page=2", { page: "2" }],
    ["stock://all?page=2&shelf=top%20one", { page: "2", shelf: "top one" }],
  ])("a query may be left out and comes in any order: %s", async (uri, given) => {
    const client = await connected();
    const { contents } = await client.readResource({ uri });
    expect(contents).toMatchObject([{ text: JSON.stringify({ given }) }]);
  });

  test("a prompt's arguments complete, by what has been filled in", async () => {
    const client = await connected();
    const ref = { type: "ref/prompt", name: "use_thing" } as const;
    const argument = { name: "style", value: "" };
    const { completion } = await client.complete({ ref, argument, context: { arguments: { id: "saw" } } });
    expect(completion.values).toEqual(["saw-style", "plain"]);
    const none = await client.complete({ ref, argument: { name: "id", value: "" } });
    expect(none.completion.values).toEqual([]);
  });

  test("no more than 100 values, and that there are more", async () => {
    const client = await connected();
    const ref = { type: "ref/resource", uri: "stock://all{?shelf,page}" } as const;
    const { completion } = await client.complete({ ref, argument: { name: "shelf", value: "" } });
    expect(completion).toMatchObject({ total: 121, hasMore: true });
    expect(completion.values).toHaveLength(100);
  });

  test("a template's variables complete", async () => {
    const client = await connected();
    const ref = { type: "ref/resource", uri: "thing://{id}" } as const;
    const { completion } = await client.complete({ ref, argument: { name: "id", value: "h" } });
    expect(completion.values).toEqual(["hook", "hammer"]);
  });

  test("a prompt is rendered for its arguments, and offered only where its tools are", async () => {
    const client = await connected();
    expect((await client.listPrompts()).prompts).toMatchObject([
      {
        name: "use_thing",
        arguments: [
          { name: "id", description: "Which", required: true },
          { name: "style", required: false },
        ],
      },
    ]);
    const { messages } = await client.getPrompt({ name: "use_thing", arguments: { id: "saw" } });
    expect(messages).toEqual([{ role: "user", content: { type: "text", text: "Use The saw ([hidden])." } }]);
    await expect(client.getPrompt({ name: "use_thing", arguments: {} })).rejects.toThrow(/id/);
    await expect(client.getPrompt({ name: "use_tool", arguments: {} })).rejects.toThrow(/use_tool/);
  });
});

test("what is not there is told with the nearest", async () => {
  const { client, close } = await connect(plugin, backend, { credential });
  onTestFinished(close);
  const told = (uri: string) => client.readResource({ uri }).catch(String);
  expect(await told("thngs://catalog")).toContain("Did you mean things://catalog?");
  expect(await told("thing://a/b")).toContain("Did you mean thing://{id}?");
  expect(await told("stock://all?shelve=2")).toContain("Did you mean stock://all{?shelf,page}?");
  expect(await told("elsewhere://catalog/of/all")).toMatch(/no resource elsewhere:\/\/catalog\/of\/all\.$/);
  await expect(client.getPrompt({ name: "use_thng" })).rejects.toThrow("Did you mean use_thing?");
});

test("letters typed one by one cost one RPC, per caller, and a failure costs the person nothing", async () => {
  const asked: string[] = [];
  const counted: Backend = {
    ...backend,
    unary: (method, request, options) => {
      asked.push(options.credential ?? "");
      return options.credential === "nobody"
        ? Promise.reject(new Error("no"))
        : backend.unary(method, request, options);
    },
  };
  const ref = { type: "ref/resource", uri: "stock://all{?shelf,page}" } as const;
  const type = async (who: string, ...values: string[]) => {
    const { client, close } = await connect(plugin, counted, { credential: who });
    onTestFinished(close);
    for (const value of values) {
      const { completion } = await client.complete({ ref, argument: { name: "shelf", value } });
      expect(completion.values).toEqual(who === "nobody" ? [] : ["The shelves"]);
    }
  };
  await type("one", "t", "th", "the");
  await type("other", "the");
  await type("nobody", "t", "th");
  expect(asked).toEqual(["one", "other", "nobody", "nobody"]);
});

test("a client of the newest protocol is told for how long it may keep what it read", async () => {
  const offer = offerOf(compose([plugin]), { backend });
  const handler = createMcpHandler(() => {
    const server = new Server(about, { capabilities: capabilitiesOf(offer) });
    serveOffer(server, offer);
    return server;
  });
  const client = new ClientV2(about, { versionNegotiation: { mode: "auto" } });
  const fetch = (url: string | URL, init?: RequestInit) => handler.fetch(new Request(url, init));
  await client.connect(new StreamableHTTPClientTransport(new URL("http://localhost/mcp"), { fetch }));
  onTestFinished(() => client.close());
  expect(await client.readResource({ uri: "stock://all" })).toMatchObject({ ttlMs: 60_000, cacheScope: "public" });
  expect(await client.readResource({ uri: "things://catalog" })).toMatchObject({ ttlMs: 0, cacheScope: "private" });
});

test("a reading is told of like a call, and what broke in it without a secret", async () => {
  const broken = pluginOf(
    definePlugin({
      name: "broken",
      title: "Broken",
      description: "For tests.",
      resources: [
        defineResource({
          uri: "broken://thing",
          name: "broken",
          title: "Broken",
          description: "Breaks.",
          mimeType: "text/plain",
          reads: [get],
          read: async (_, { read }) => {
            await read(get, { value: "saw" });
            throw new TypeError(`no such property on ${credential}`);
          },
        }),
      ],
    }),
  );
  const events: CallEvent[] = [];
  const { client, close } = await connect(broken, backend, { credential, onCall: (event) => events.push(event) });
  onTestFinished(close);
  await expect(client.readResource({ uri: "broken://thing" })).rejects.toThrow(/The MCP server itself failed/);
  expect(events).toMatchObject([
    {
      tool: "broken://thing",
      outcome: "internal",
      rpcs: [{ outcome: "ok" }],
      error: expect.stringContaining("TypeError"),
    },
  ]);
  expect(JSON.stringify(events)).not.toContain(credential);
});
