import { constants } from "node:http2";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { BinaryReader } from "@bufbuild/protobuf/wire";
import { EnvironmentSchema } from "@planton-mcp/api/resourcemanager/environment/v1/api";
import { createSandbox } from "@planton-mcp/sandbox";
import { describe, expect, onTestFinished, test } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { answerFromSandbox } from "./answer-from-sandbox.ts";
import { connectHttp } from "./connect-http.ts";
import { connectStdio } from "./connect-stdio.ts";
import { patience } from "./patience.ts";
import { eras } from "./peer.ts";
import { type GrpcCall, type GrpcHandler, startGrpcServer } from "./start-grpc-server.ts";
import { startHttp } from "./start-http.ts";

const key = "sandbox-owner-key";
const command = "/ai.planton.resourcemanager.environment.v1.EnvironmentCommandController";
const query = "/ai.planton.resourcemanager.environment.v1.EnvironmentQueryController";
const unavailable = 14;

/** Answers from a sandbox, except where `first` answers itself and says so. */
function sandboxExcept(first: (call: GrpcCall) => boolean = () => false): GrpcHandler {
  const sandbox = createSandbox();
  onTestFinished(() => sandbox.close());
  const answer = answerFromSandbox(sandbox);
  return (call) => {
    if (!first(call)) answer(call);
  };
}

const isApply = ({ path }: GrpcCall) => path === `${command}/apply`;

/** A client of a stdio server in front of a Planton API that is made of `handle`. Without an audit, which asks who calls. */
async function openOn(handle: GrpcHandler, args: readonly string[] = []) {
  const backend = await startGrpcServer(handle);
  const options = ["--endpoint", backend.endpoint, "--audit-log", "off", ...args];
  const peer = await connectStdio(options, { env: { PLANTON_API_KEY: key } });
  const paths = () => backend.calls.map(({ path }) => path);
  return { backend, paths, ...peer };
}

/** The caller has given the call up: it did not just see it end. */
async function expectReset({ closed }: GrpcCall): Promise<void> {
  expect(await closed).toBe(constants.NGHTTP2_CANCEL);
}

describe("the metadata of a call", patience, () => {
  test("has the key, who calls, how long it may take and what it is", async () => {
    const { backend, call } = await openOn(sandboxExcept());
    await call("list_environments", { org: "acme" });
    expect(backend.calls.map(({ path }) => path)).toEqual([`${query}/findAuthorized`]);
    const { headers } = await backend.received("findAuthorized");
    expect(headers).toMatchObject({
      ":method": "POST",
      authorization: `Bearer ${key}`,
      "content-type": expect.stringMatching(/^application\/grpc(\+proto)?$/),
      te: "trailers",
      "user-agent": `planton-mcp/${manifest.version}`,
      "grpc-timeout": expect.stringMatching(/^\d{1,8}[mSMH]$/),
    });
    expect(parseInt(`${headers["grpc-timeout"]}`, 10)).toBeLessThanOrEqual(30_000);
  });

  test("has the time that --timeout sets", async () => {
    const { backend, call } = await openOn(sandboxExcept(), ["--timeout", "600"]);
    await call("list_organizations");
    const { headers } = await backend.received("findOrganizations");
    const milliseconds = /^(\d+)m$/.exec(`${headers["grpc-timeout"]}`)?.[1];
    expect(Number(milliseconds)).toBeGreaterThan(30_000);
    expect(Number(milliseconds)).toBeLessThanOrEqual(600_000);
  });

  test.each(eras)("is a child of the trace that a client of %s is in", async (era) => {
    const backend = await startGrpcServer(sandboxExcept());
    const { call } = await connectStdio(["--endpoint", backend.endpoint, "--audit-log", "off"], {
      era,
      env: { PLANTON_API_KEY: key },
    });
    const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
    await call("apply_environment", { org: "acme", slug: "qa" }, { meta: { traceparent, tracestate: "vendor=1" } });
    const spans = backend.calls.map(({ headers }) => `${headers.traceparent}`);
    expect(spans).toHaveLength(2);
    for (const span of spans)
      expect(span).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)[0-9a-f]{16}-00$/);
    for (const { headers } of backend.calls) expect(headers.tracestate).toBe("vendor=1");
  });

  test("begins a trace where the client is in none, or in one that is none", async () => {
    const { backend, call } = await openOn(sandboxExcept());
    await call("list_organizations");
    await call("list_organizations", {}, { meta: { traceparent: "bogus\r\nx: y", tracestate: "vendor=1" } });
    for (const { headers } of backend.calls) {
      expect(headers.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
      expect(headers).not.toHaveProperty("tracestate");
    }
    expect(new Set(backend.calls.map(({ headers }) => headers.traceparent)).size).toBe(2);
  });

  test("has one request id for all of a tool call, which the log knows", async () => {
    const { backend, call, stderr, close } = await openOn(sandboxExcept());
    await call("apply_environment", { org: "acme", slug: "qa" });
    await call("list_organizations");
    await close();
    const ids = backend.calls.map(({ headers }) => headers["x-request-id"]);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
    const logged = stderr()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).request_id);
    expect(logged).toEqual([ids[0], ids[2]]);
  });

  test("over HTTP has the key of the request, and of no other", async () => {
    const backend = await startGrpcServer(sandboxExcept());
    const { url } = await startHttp(["--endpoint", backend.endpoint], { PLANTON_API_KEY: "the-servers-own-key" });
    const people = ["sandbox-owner-key", "sandbox-viewer-key", "sandbox-outsider-key"];
    for (const person of people) await (await connectHttp(url, person)).call("list_organizations");
    expect(backend.calls.map(({ headers }) => headers.authorization)).toEqual(
      people.map((person) => `Bearer ${person}`),
    );
  });
});

describe("the message of a call", patience, () => {
  /** The fields of a message in which every field is a text or a message: `message` names the latter, by path. */
  function fieldsOf(bytes: Uint8Array, messages: readonly string[], prefix = ""): Record<string, unknown> {
    const reader = new BinaryReader(bytes);
    const fields: Record<string, unknown> = {};
    while (reader.pos < reader.len) {
      const [number] = reader.tag();
      const path = `${prefix}${number}`;
      const value = reader.bytes();
      fields[number] = messages.includes(path)
        ? fieldsOf(value, messages, `${path}.`)
        : new TextDecoder().decode(value);
    }
    return fields;
  }

  test("that creates an environment is the contract's, field for field", async () => {
    const { backend, call } = await openOn(sandboxExcept());
    await call("apply_environment", { org: "acme", slug: "qa", name: "Quality", description: "Für Tester" });
    const { message } = await backend.received("apply");
    expect(fieldsOf(message, ["3", "4"])).toEqual({
      1: "resource-manager.planton.ai/v1",
      2: "Environment",
      3: { 1: "Quality", 2: "qa", 4: "acme" },
      4: { 1: "Für Tester" },
    });
    expect(fromBinary(EnvironmentSchema, message)).toMatchObject({
      apiVersion: "resource-manager.planton.ai/v1",
      kind: "Environment",
      metadata: { name: "Quality", slug: "qa", org: "acme", id: "" },
      spec: { description: "Für Tester" },
    });
  });

  test("that looks for one by organization and slug, and that deletes it by its id", async () => {
    const { backend, call } = await openOn(sandboxExcept());
    const dev = { org: "acme", slug: "dev" };
    const { answer: planned } = await call("delete_environment", dev);
    const { answer } = await call("delete_environment", { ...dev, confirmation: planned.confirmation });
    const { id } = answer.metadata as { id: string };
    const look = await backend.received("getByOrgBySlug");
    expect(fieldsOf(look.message, [])).toEqual({ 1: "acme", 2: "dev" });
    const remove = await backend.received("delete");
    expect(remove.path).toBe(`${command}/delete`);
    expect(fieldsOf(remove.message, [])).toEqual({ 1: id });
  });

  test("that changes one field carries everything else back, even what this server does not know", async () => {
    const unheard = Buffer.from([0xfa, 0x3e, 0x03, 0x6e, 0x65, 0x77]); // field 1007: "new"
    const known = create(EnvironmentSchema, {
      metadata: { id: "env_1", slug: "qa", org: "acme", labels: { team: "a" } },
    });
    const stored = Buffer.concat([toBinary(EnvironmentSchema, known), unheard]);
    const { backend, call } = await openOn((grpc) => grpc.answer(isApply(grpc) ? grpc.message : stored));
    await call("apply_environment", { id: "env_1", description: "Changed" });
    const { message } = await backend.received("apply");
    expect(Buffer.from(message).includes(unheard)).toBe(true);
    expect(fromBinary(EnvironmentSchema, message)).toMatchObject({
      metadata: { id: "env_1", slug: "qa", org: "acme", labels: { team: "a" } },
      spec: { description: "Changed" },
    });
  });
});

describe("what passes", patience, () => {
  test("is tried again for a read, twice at most", async () => {
    const { call, paths } = await openOn((grpc) => grpc.fail(unavailable, "Moving house."));
    const { failure } = await call("list_environments", { org: "acme" });
    expect(failure).toMatchObject({ code: "unavailable", message: "Moving house." });
    expect(failure).not.toHaveProperty("outcome_unknown");
    expect(paths()).toEqual(Array(3).fill(`${query}/findAuthorized`));
  });

  test("is not noticed where a read succeeds in the end", async () => {
    let failures = 0;
    const passing = (grpc: GrpcCall) => {
      failures += 1;
      if (failures <= 2) grpc.fail(unavailable, "Moving house.");
      return failures <= 2;
    };
    const { call, paths } = await openOn(sandboxExcept(passing));
    expect((await call("list_environments", { org: "acme" })).answer).toMatchObject({ count: 3 });
    expect(paths()).toHaveLength(3);
  });

  test.each([
    { status: 3, code: "invalid_argument" },
    { status: 5, code: "not_found" },
    { status: 13, code: "internal" },
    { status: 16, code: "unauthenticated" },
  ])("and what does not is not tried again: $code", async ({ status, code }) => {
    const { call, paths } = await openOn((grpc) => grpc.fail(status, "No."));
    expect((await call("list_environments", { org: "acme" })).failure).toMatchObject({ code });
    expect(paths()).toHaveLength(1);
  });

  test("is not tried again for a command, whose outcome nobody knows then", async () => {
    const refuse = (grpc: GrpcCall) => {
      if (isApply(grpc)) grpc.fail(unavailable, "Moving house.");
      return isApply(grpc);
    };
    const { call, paths } = await openOn(sandboxExcept(refuse));
    const { failure } = await call("apply_environment", { org: "acme", slug: "qa" });
    expect(failure).toMatchObject({
      code: "unavailable",
      outcome_unknown: true,
      rpc: `${command.slice(1)}/apply`,
      next: expect.stringContaining("not known whether the change was made"),
    });
    expect(paths()).toEqual([`${query}/getByOrgBySlug`, `${command}/apply`]);
  });
});

describe("a connection that is lost", patience, () => {
  test("in the middle of a command leaves its outcome unknown, and is made again for the next call", async () => {
    const drop = (grpc: GrpcCall) => {
      if (isApply(grpc)) grpc.dropConnection();
      return isApply(grpc);
    };
    const { call, paths } = await openOn(sandboxExcept(drop));
    const { failure } = await call("apply_environment", { org: "acme", slug: "qa" });
    expect(failure).toMatchObject({ code: "unavailable", outcome_unknown: true });
    expect(paths().filter((path) => path === `${command}/apply`)).toHaveLength(1);
    expect((await call("get_environment", { org: "acme", slug: "qa" })).failure).toMatchObject({ code: "not_found" });
  });

  test("in the middle of a read is made again for it", async () => {
    let isFirst = true;
    const dropFirst = (grpc: GrpcCall) => {
      const isDropped = isFirst;
      isFirst = false;
      if (isDropped) grpc.dropConnection();
      return isDropped;
    };
    const { call, paths } = await openOn(sandboxExcept(dropFirst));
    expect((await call("list_environments", { org: "acme" })).answer).toMatchObject({ count: 3 });
    expect(paths()).toHaveLength(2);
  });

  test("for a while is found again without a restart", async () => {
    const { backend, call } = await openOn(sandboxExcept());
    const list = () => call("list_environments", { org: "acme" });
    expect((await list()).failure).toBeUndefined();
    backend.setDown(true);
    expect((await list()).failure).toMatchObject({ code: "unavailable" });
    expect((await list()).failure).toMatchObject({ code: "unavailable" });
    backend.setDown(false);
    expect((await list()).answer).toMatchObject({ count: 3 });
  });
});

describe("a call that takes too long", patience, () => {
  test("is given up, and its RPC with it", async () => {
    const { backend, call } = await openOn(() => {}, ["--timeout", "1"]);
    const { failure } = await call("list_organizations");
    expect(failure).toMatchObject({ code: "deadline_exceeded", next: expect.stringContaining("took too long") });
    expect(backend.calls).toHaveLength(1);
    expect(await (await backend.received("findOrganizations")).closed).not.toBe(constants.NGHTTP2_NO_ERROR);
  });
});

describe("a client that gives up", patience, () => {
  test.each(eras)("a call cancels its RPC over stdio: %s", async (era) => {
    const backend = await startGrpcServer(() => {});
    const { call } = await connectStdio(["--endpoint", backend.endpoint], { era, env: { PLANTON_API_KEY: key } });
    const leaving = new AbortController();
    const outcome = call("list_organizations", {}, { signal: leaving.signal }).catch((error: unknown) => error);
    const rpc = await backend.received("findOrganizations");
    leaving.abort();
    await expectReset(rpc);
    expect(await outcome).toBeInstanceOf(Error);
    expect(backend.calls).toHaveLength(1);
  });

  test.each(["2025-11-25", "2025-03-26"])("its connection cancels its RPC over HTTP: %s", async (version) => {
    const backend = await startGrpcServer(() => {});
    const { url } = await startHttp(["--endpoint", backend.endpoint]);
    const leaving = new AbortController();
    const outcome = fetch(url, {
      method: "POST",
      signal: leaving.signal,
      headers: {
        authorization: `Bearer ${key}`,
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        "mcp-protocol-version": version,
      },
      body: '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_organizations","arguments":{}}}',
    })
      .then((response) => response.text())
      .catch((error: unknown) => error);
    const rpc = await backend.received("findOrganizations");
    leaving.abort();
    await expectReset(rpc);
    expect(await outcome).toBeInstanceOf(Error);
  });

  // A client of the revisions of 2025 cancels by another request, which a server without sessions can't relate to the first.
  test("a call cancels its RPC over HTTP, in the revision that has no sessions", async () => {
    const backend = await startGrpcServer(() => {});
    const { url } = await startHttp(["--endpoint", backend.endpoint]);
    const { call } = await connectHttp(url, key, "SDK 2, 2026-07-28");
    const leaving = new AbortController();
    const outcome = call("list_organizations", {}, { signal: leaving.signal }).catch((error: unknown) => error);
    const rpc = await backend.received("findOrganizations");
    leaving.abort();
    await expectReset(rpc);
    expect(await outcome).toBeInstanceOf(Error);
  });
});
