import { Client, InMemoryTransport, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport as TransportV1 } from "@modelcontextprotocol/sdk/inMemory.js";
import { McpServer as McpServerV1 } from "@modelcontextprotocol/sdk/server/mcp.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { createMcpHandler, McpServer, Server } from "@modelcontextprotocol/server";
import { EnvironmentCommandController } from "@planton-mcp/api/resourcemanager/environment/v1/command";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { createGuard, definePlugin, defineTool, type FailureFacts, text } from "@planton-mcp/core";
import type { Backend } from "@planton-mcp/core/backend";
import { pluginOf } from "@planton-mcp/core/catalogue";
import { mountPlugins as mountOnV1 } from "@planton-mcp/core/v1";
import { capabilitiesOf, compose, mountPlugins, offerOf, serveOffer } from "@planton-mcp/core/v2";
import { describe, expect, onTestFinished, test } from "vitest";
import { fakeBackend, record } from "./testkit.ts";

const { get } = EnvironmentQueryController.method;
const { delete: remove } = EnvironmentCommandController.method;

const plugin = pluginOf(
  definePlugin({
    name: "things",
    title: "Things",
    description: "For tests.",
    tools: [
      defineTool({
        name: "delete_thing",
        title: "Delete a thing",
        description: "Deletes one thing.",
        effect: "destroy",
        input: { id: text("Thing") },
        example: { id: "env_1" },
        target: { rpc: get, request: ({ id }) => ({ value: id }) },
        rpc: remove,
        request: (_, target) => ({ value: target.id }),
        project: ({ metadata }) => ({ deleted: metadata?.id }),
      }),
    ],
  }),
);

/** How the person at the client answers, and what happens while they read. */
interface Person {
  readonly action: "accept" | "decline" | "cancel";
  readonly content?: { readonly confirm: boolean };
  readonly meanwhile?: () => void;
}

interface Answered {
  readonly asked: readonly string[];
  readonly answer: Record<string, unknown>;
  readonly failure: FailureFacts | undefined;
}

type Call = (backend: Backend, person: Person | undefined) => Promise<Answered>;

const runtime = (backend: Backend) => ({ backend, credential: "key", guard: createGuard() });
const info = { name: "test", version: "0" };
const args = { name: "delete_thing", arguments: { id: "env_1" } };

function answered(asked: readonly string[], result: object): Answered {
  const { structuredContent, isError } = result as { structuredContent: Record<string, unknown>; isError?: boolean };
  return {
    asked,
    answer: structuredContent,
    failure: isError === true ? (structuredContent.error as FailureFacts) : undefined,
  };
}

/** A client of the second SDK that asks its person, or has none to ask. */
function clientOf(person: Person | undefined, asked: string[], options: object = {}): Client {
  const client = new Client(info, { capabilities: person === undefined ? {} : { elicitation: {} }, ...options });
  if (person !== undefined) {
    client.setRequestHandler("elicitation/create", ({ params }) => {
      asked.push(params.message);
      person.meanwhile?.();
      return { action: person.action, ...(person.content === undefined ? {} : { content: { ...person.content } }) };
    });
  }
  return client;
}

async function callOver(
  connect: (transport: InMemoryTransport) => Promise<unknown>,
  person: Person | undefined,
): Promise<Answered> {
  const asked: string[] = [];
  const client = clientOf(person, asked);
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await Promise.all([connect(theirs), client.connect(ours)]);
  onTestFinished(() => client.close());
  return answered(asked, await client.callTool(args));
}

const hosts: Readonly<Record<string, Call>> = {
  "a low-level server of the second SDK, 2025": (backend, person) => {
    const offer = offerOf(compose([plugin]), runtime(backend));
    const server = new Server(info, { capabilities: capabilitiesOf(offer) });
    serveOffer(server, offer);
    return callOver((transport) => server.connect(transport), person);
  },
  "an McpServer of the second SDK, 2025": async (backend, person) => {
    const server = new McpServer(info);
    await mountPlugins(server, [plugin], runtime(backend));
    return callOver((transport) => server.connect(transport), person);
  },
  "HTTP without a session, 2026-07-28": async (backend, person) => {
    const asked: string[] = [];
    const offer = offerOf(compose([plugin]), runtime(backend));
    const handler = createMcpHandler(() => {
      const server = new Server(info, { capabilities: capabilitiesOf(offer) });
      serveOffer(server, offer);
      return server;
    });
    const client = clientOf(person, asked, { versionNegotiation: { mode: "auto" } });
    const fetch = (url: string | URL, init?: RequestInit) => handler.fetch(new Request(url, init));
    await client.connect(new StreamableHTTPClientTransport(new URL("http://localhost/mcp"), { fetch }));
    onTestFinished(() => client.close());
    return answered(asked, await client.callTool(args));
  },
  "an McpServer of the first SDK": async (backend, person) => {
    const asked: string[] = [];
    const server = new McpServerV1(info);
    await mountOnV1(server, [plugin], runtime(backend));
    const client = new ClientV1(info, { capabilities: person === undefined ? {} : { elicitation: {} } });
    if (person !== undefined) {
      client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
        asked.push(params.message);
        person.meanwhile?.();
        return { action: person.action, content: { ...person.content } };
      });
    }
    const [ours, theirs] = TransportV1.createLinkedPair();
    await Promise.all([server.connect(theirs), client.connect(ours)]);
    onTestFinished(() => client.close());
    return answered(asked, await client.callTool(args));
  },
};

function things() {
  let description = "As it was";
  const thing = () => ({
    metadata: { id: "env_1", name: "Th\ning", slug: "thing", org: "acme" },
    spec: { description },
  });
  const { backend, calls } = record(
    fakeBackend((router) => {
      router.service(EnvironmentQueryController, { get: thing });
      router.service(EnvironmentCommandController, { delete: thing });
    }),
  );
  const change = () => {
    description = "As somebody else wants it";
  };
  return { backend, change, isDeleted: () => calls.some(({ method }) => method.name === "delete") };
}

describe.each(Object.entries(hosts))("on %s", (_, call) => {
  test("a person who says yes has it done", async () => {
    const { backend, isDeleted } = things();
    const { asked, answer } = await call(backend, { action: "accept", content: { confirm: true } });
    expect(asked).toEqual([expect.stringMatching(/^Delete a thing\?\nTarget: environment "Th\\ning" \(env_1\)\n/)]);
    expect(asked[0]).toContain("Undo: It can't be undone.");
    expect(answer).toEqual({ deleted: "env_1" });
    expect(isDeleted()).toBe(true);
  });

  test.each<Person>([{ action: "decline" }, { action: "cancel" }, { action: "accept", content: { confirm: false } }])(
    "a person who answers $action $content has nothing done",
    async (person) => {
      const { backend, isDeleted } = things();
      const { asked, failure } = await call(backend, person);
      expect(asked).toHaveLength(1);
      expect(failure).toMatchObject({ code: "declined", next: expect.stringContaining("Don't call it again") });
      expect(isDeleted()).toBe(false);
    },
  );

  test("what changes while the person reads is not done", async () => {
    const { backend, change, isDeleted } = things();
    const { failure } = await call(backend, { action: "accept", content: { confirm: true }, meanwhile: change });
    expect(failure).toMatchObject({ code: "confirmation_void", message: expect.stringContaining("changed since") });
    expect(isDeleted()).toBe(false);
  });

  test("a client that can't be asked is given a plan", async () => {
    const { backend, isDeleted } = things();
    const { asked, answer } = await call(backend, undefined);
    expect(asked).toEqual([]);
    expect(answer).toMatchObject({ plan: { tool: "delete_thing" }, confirmation: expect.stringMatching(/^.{155}$/) });
    expect(isDeleted()).toBe(false);
  });
});
