import { type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { createSandbox } from "@planton-mcp/sandbox";
import { describe, expect, onTestFinished, test } from "vitest";
import { connectHttp } from "./connect-http.ts";
import { connectStdio } from "./connect-stdio.ts";
import { deadEndpoint } from "./dead-endpoint.ts";
import { offered } from "./offered.ts";
import { patience } from "./patience.ts";
import { eras } from "./peer.ts";
import { startGrpcServer } from "./start-grpc-server.ts";
import { type HttpProgram, startHttp } from "./start-http.ts";

const keys = {
  owner: "sandbox-owner-key",
  member: "sandbox-member-key",
  viewer: "sandbox-viewer-key",
  outsider: "sandbox-outsider-key",
} as const;

/** For servers of which nothing is asked that the Planton API would have to answer. */
const nowhere = ["--endpoint", deadEndpoint];

const authorization = `Bearer ${keys.viewer}`;
const json = { "content-type": "application/json", accept: "application/json, text/event-stream" };
const listTools = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list", params: {} });

interface Reply {
  readonly status: number | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

interface Question {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** One request as it is written, with whatever Host it names; `fetch` would insist on its own. */
function ask(url: string | URL, { method = "GET", headers = {}, body = "" }: Question = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, headers }, async (response) => {
      const text = Buffer.concat(await response.toArray()).toString();
      resolve({ status: response.statusCode, headers: response.headers, body: text });
    });
    asking.on("error", reject).end(body);
  });
}

const post = (url: string, headers: Record<string, string> = {}, body = listTools) =>
  ask(url, { method: "POST", headers: { ...json, ...headers }, body });

describe("a client of", patience, () => {
  test("any era gets the same tools, in that era's revision", async () => {
    const { url } = await startHttp(["--sandbox"]);
    const peers = await Promise.all(eras.map((era) => connectHttp(url, keys.viewer, era)));
    const [first = [], ...others] = await Promise.all(peers.map((peer) => peer.listTools()));
    expect(first).toHaveLength(offered.length);
    for (const tools of others) expect(tools).toEqual(first);
    const [modern, legacy] = peers.map(({ revision }) => revision);
    expect([modern, legacy]).toEqual(["2026-07-28", expect.stringMatching(/^2025-/)]);
  });

  test.each(eras)("%s acts as whoever has its key", async (era) => {
    const { url } = await startHttp(["--sandbox"]);
    const owner = await connectHttp(url, keys.owner, era);
    const viewer = await connectHttp(url, keys.viewer, era);
    const qa = { org: "acme", slug: "qa" };
    expect((await viewer.call("apply_environment", qa)).failure).toMatchObject({ code: "permission_denied" });
    expect((await owner.call("apply_environment", qa)).answer).toMatchObject({ outcome: "created" });
    expect((await viewer.call("get_environment", qa)).answer).toMatchObject({ metadata: qa });
    const nobody = await connectHttp(url, "nobodys-key", era);
    expect((await nobody.call("list_organizations")).failure).toMatchObject({
      code: "unauthenticated",
      next: expect.stringContaining("bearer token"),
    });
    await expect(viewer.call("get_organisation")).rejects.toThrow("Did you mean get_organization?");
  });
});

describe("callers at the same time", patience, () => {
  test("each get their own answer, and nothing of each other", async () => {
    const { url } = await startHttp(["--sandbox"]);
    const [owner, member, viewer, outsider] = await Promise.all([
      connectHttp(url, keys.owner),
      connectHttp(url, keys.member, "SDK 2, 2025"),
      connectHttp(url, keys.viewer, "SDK 1"),
      connectHttp(url, keys.outsider),
    ]);
    const [ada, max] = [
      lastChangedBy((await owner.call("apply_environment", { org: "acme", slug: "ada-first" })).answer),
      lastChangedBy((await member.call("apply_environment", { org: "acme", slug: "max-first" })).answer),
    ];
    expect([ada, max]).toEqual([expect.stringMatching(/^ida_/), expect.not.stringMatching(`^${ada}$`)]);
    const rounds = Array.from({ length: 25 }, (_, round) => round);
    const outcomes = await Promise.all(
      rounds.map((round) =>
        Promise.all([
          owner.call("apply_environment", { org: "acme", slug: `ada-${round}` }),
          member.call("apply_environment", { org: "acme", slug: `max-${round}` }),
          viewer.call("apply_environment", { org: "acme", slug: `vera-${round}` }),
          outsider.call("list_organizations"),
        ]),
      ),
    );
    for (const [round, [ofOwner, ofMember, ofViewer, ofOutsider]] of outcomes.entries()) {
      expect(ofOwner.answer).toMatchObject({ resource: { metadata: { slug: `ada-${round}` } } });
      expect(lastChangedBy(ofOwner.answer)).toBe(ada);
      expect(ofMember.answer).toMatchObject({ resource: { metadata: { slug: `max-${round}` } } });
      expect(lastChangedBy(ofMember.answer)).toBe(max);
      expect(ofViewer.failure).toMatchObject({ code: "permission_denied" });
      expect(ofOutsider.answer).toMatchObject({ count: 1, entries: [{ slug: "globex" }] });
    }
    const all = JSON.stringify(outcomes);
    for (const key of Object.values(keys)) expect(all).not.toContain(key);
  });

  /** The id of the person who made or changed the environment in an answer. */
  function lastChangedBy(answer: Record<string, unknown>): string | undefined {
    const { resource } = answer as {
      resource?: { status?: { audit?: { spec_audit?: { created_by?: { id?: string } } } } };
    };
    return resource?.status?.audit?.spec_audit?.created_by?.id;
  }
});

describe("a request without a key", patience, () => {
  test("is challenged, and told where to read on", async () => {
    const { url } = await startHttp(nowhere);
    const { status, headers, body } = await post(url);
    expect(status).toBe(401);
    const metadata = new URL("/.well-known/oauth-protected-resource/mcp", url).href;
    expect(headers["www-authenticate"]).toBe(`Bearer realm="planton", resource_metadata="${metadata}"`);
    expect(JSON.parse(body)).toMatchObject({
      error: { message: expect.stringContaining("Authorization: Bearer <key>") },
    });
    const described = await ask(metadata);
    expect(described.status).toBe(200);
    expect(JSON.parse(described.body)).toMatchObject({ resource: url, bearer_methods_supported: ["header"] });
  });

  test("but with something else in its place is told that too", async () => {
    const { url } = await startHttp(nowhere);
    for (const authorization of ["Basic b3duZXI6a2V5", "Bearer", "Bearer two words", "sandbox-owner-key"]) {
      const { status, headers, body } = await post(url, { authorization });
      expect(status).toBe(401);
      expect(headers["www-authenticate"]).toContain('error="invalid_token"');
      expect(body).not.toContain("owner");
    }
  });

  test("does not use a key that the server was started with", async () => {
    const { url } = await startHttp(nowhere, { PLANTON_API_KEY: keys.owner });
    expect((await post(url)).status).toBe(401);
  });
});

describe("whoever pretends to be somebody else", patience, () => {
  test("is refused by the name it calls the server", async () => {
    const { url } = await startHttp(nowhere);
    for (const host of ["evil.example", "evil.example:80", "127.0.0.1.evil.example"]) {
      expect(await post(url, { authorization, host })).toMatchObject({ status: 403 });
    }
    const metadata = new URL("/.well-known/oauth-protected-resource/mcp", url);
    expect(await ask(metadata, { headers: { host: "evil.example" } })).toMatchObject({ status: 403 });
    expect(await post(url, { authorization, host: "localhost:1" })).toMatchObject({ status: 200 });
  });

  test("is refused by the web page that it comes from", async () => {
    const { url } = await startHttp(nowhere);
    for (const origin of ["https://evil.example", "null", "http://localhost.evil.example"]) {
      expect(await post(url, { authorization, origin })).toMatchObject({ status: 403 });
    }
    expect(await post(url, { authorization, origin: "http://localhost:3000" })).toMatchObject({ status: 200 });
  });

  test("is let in where --allowed-hosts names it, and nobody else", async () => {
    const { url } = await startHttp([...nowhere, "--allowed-hosts", "mcp.example.com,other.example.com"]);
    const named = { authorization, host: "mcp.example.com", origin: "https://other.example.com" };
    expect(await post(url, named)).toMatchObject({ status: 200 });
    expect(await post(url, { authorization, host: "evil.example" })).toMatchObject({ status: 403 });
    expect(await post(url, { authorization, origin: "https://evil.example" })).toMatchObject({ status: 403 });
    const challenge = await post(url, { host: "mcp.example.com", "x-forwarded-proto": "https" });
    expect(challenge.headers["www-authenticate"]).toContain('"https://mcp.example.com/.well-known/');
  });
});

describe("a request that is none of MCP's", patience, () => {
  test("gets the status that says what is wrong with it", async () => {
    const { url } = await startHttp(nowhere);
    const huge = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping", params: { padding: "x".repeat(5_000_000) } });
    expect(await post(url, { authorization }, huge)).toMatchObject({ status: 413 });
    expect(await ask(url, { headers: { authorization, accept: "text/event-stream" } })).toMatchObject({ status: 405 });
    expect(await ask(url, { method: "PUT", headers: { authorization } })).toMatchObject({ status: 405 });
    expect(await post(url, { authorization }, "{")).toMatchObject({ status: 400 });
    const lost = await ask(new URL("/mpc", url), { headers: { authorization } });
    expect(lost).toMatchObject({ status: 404, body: expect.stringContaining("/mcp") });
    // It serves on after all that.
    expect(await post(url, { authorization })).toMatchObject({ status: 200 });
  });
});

describe("whoever watches the server", patience, () => {
  test("finds it ready while the Planton API takes connections, and only then", async () => {
    const sandbox = createSandbox();
    onTestFinished(() => sandbox.close());
    const { address } = await sandbox.listen();
    const ready = await startHttp(["--endpoint", address]);
    // A kubelet calls by an address that no list of hosts knows.
    const headers = { host: "10.0.0.7:8080" };
    expect(await ask(new URL("/healthz", ready.url), { headers })).toMatchObject({ status: 200 });
    expect(await ask(new URL("/readyz", ready.url), { headers })).toMatchObject({ status: 200 });
    const cut = await startHttp(nowhere);
    expect(await ask(new URL("/readyz", cut.url))).toMatchObject({ status: 503 });
    expect(await ask(new URL("/healthz", cut.url))).toMatchObject({ status: 200 });
  });
});

describe("asked to stop", patience, () => {
  test.each(["SIGINT", "SIGTERM"] as const)("by %s it ends with code 0, idle connections or not", async (signal) => {
    const program = await startHttp(["--sandbox"]);
    const { call } = await connectHttp(program.url, keys.viewer);
    expect((await call("list_organizations")).failure).toBeUndefined();
    program.child.kill(signal);
    expect(await program.ended).toEqual({ code: 0, signal: null });
  });

  test("it answers first what it was asked before", async () => {
    const backend = await startGrpcServer(() => {});
    const program = await startHttp(["--endpoint", backend.endpoint]);
    const { call } = await connectHttp(program.url, "any-key");
    const outcome = call("list_organizations");
    const held = await backend.received("findOrganizations");
    program.child.kill("SIGTERM");
    await refusesConnections(program);
    held.answer(new Uint8Array());
    expect((await outcome).answer).toMatchObject({ count: 0, entries: [] });
    expect(await program.ended).toEqual({ code: 0, signal: null });
  });

  test("it ends even while somebody stays connected who asks nothing", async () => {
    const program = await startHttp(nowhere);
    const { hostname, port } = new URL(program.url);
    const silent = connect({ host: hostname, port: Number(port) });
    onTestFinished(() => void silent.destroy());
    const cut = new Promise((resolve) => silent.resume().on("error", resolve).on("close", resolve));
    await new Promise((resolve) => silent.on("connect", resolve));
    // Whoever is answered after it has been accepted after it.
    await ask(new URL("/healthz", program.url), { headers: { connection: "keep-alive" } });
    program.child.kill("SIGTERM");
    await cut;
    expect(await program.ended).toEqual({ code: 0, signal: null });
  });

  test("twice it waits for nothing", async () => {
    const backend = await startGrpcServer(() => {});
    const program = await startHttp(["--endpoint", backend.endpoint]);
    const { call } = await connectHttp(program.url, "any-key");
    const outcome = call("list_organizations").catch((error: unknown) => error);
    await backend.received("findOrganizations");
    program.child.kill("SIGINT");
    await refusesConnections(program);
    program.child.kill("SIGINT");
    expect(await program.ended).toEqual({ code: 130, signal: null });
    expect(await outcome).toBeInstanceOf(Error);
  });

  /** Resolves once nobody can connect any more. */
  async function refusesConnections({ url }: HttpProgram): Promise<void> {
    const isOpen = () =>
      ask(new URL("/healthz", url), { headers: { connection: "close" } }).then(
        () => true,
        () => false,
      );
    while (await isOpen());
  }
});

describe("what the start prints", patience, () => {
  /** The whole guide, and the part of it under each heading. */
  async function startAndRead() {
    const program = await startHttp(["--sandbox"]);
    const text = await program.waitFor("stdout", (printed) => (printed.includes("Ctrl-C ends") ? printed : undefined));
    const part = (heading: string) => text.split("\n\n").find((paragraph) => paragraph.startsWith(heading)) ?? "";
    const snippet = (heading: string) => JSON.parse(part(heading).slice(part(heading).indexOf("\n")));
    return { ...program, text, part, snippet };
  }

  test("says where it listens, and whose keys there are", async () => {
    const { url, text, part } = await startAndRead();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*\/mcp$/);
    const { outsider: _, ...told } = keys;
    for (const [who, key] of Object.entries(told)) {
      expect(part("API keys")).toMatch(new RegExp(`^ +${who} +${key}$`, "m"));
    }
    expect(text).toContain('Then ask: "Which environments does acme have?');
  });

  test("is what Cursor, VS Code and Claude Code take, and works", async () => {
    const { url, part, snippet } = await startAndRead();
    const server = { url, headers: { Authorization: `Bearer ${keys.owner}` } };
    expect(snippet("Cursor")).toEqual({ mcpServers: { planton: server } });
    expect(snippet("VS Code")).toEqual({ servers: { planton: { type: "http", ...server } } });
    expect(part("Claude Code")).toContain(
      `claude mcp add --transport http planton ${url} --header "Authorization: Bearer ${keys.owner}"`,
    );
    const { planton } = snippet("Cursor").mcpServers;
    const { call } = await connectHttp(planton.url, planton.headers.Authorization.replace("Bearer ", ""));
    expect((await call("list_environments", { org: "acme" })).answer).toMatchObject({ count: 3 });
  });

  test("is what Claude Desktop takes, and starts a server of its own", async () => {
    const { snippet } = await startAndRead();
    const { planton } = snippet("Claude Desktop").mcpServers;
    const { call } = await connectStdio([], { command: planton });
    expect((await call("list_environments", { org: "acme" })).answer).toMatchObject({ count: 3 });
  });

  test("has no keys where there is no sandbox", async () => {
    const program = await startHttp(nowhere, { PLANTON_API_KEY: "canary-key" });
    expect(program.stdout()).toBe(
      `Planton MCP listens on ${program.url}. Each request brings its own Planton API key.\n`,
    );
    program.child.kill("SIGTERM");
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect(program.stderr()).toBe("");
  });

  test("warns whoever opens it to other machines and names no host", async () => {
    const open = await startHttp([...nowhere, "--host", "0.0.0.0"]);
    const warning = await open.waitFor("stderr", (text) => (text.endsWith("\n") ? text : undefined));
    expect(JSON.parse(warning)).toMatchObject({ level: 40, message: expect.stringContaining("--allowed-hosts") });
    const named = await startHttp([...nowhere, "--host", "0.0.0.0", "--allowed-hosts", "mcp.example.com"]);
    named.child.kill("SIGTERM");
    await named.ended;
    expect(named.stderr()).toBe("");
  });
});
