import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { createSandbox, parseFault } from "@planton-mcp/sandbox";
import { describe, expect, onTestFinished, test } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { connectHttp } from "./connect-http.ts";
import { deadEndpoint } from "./dead-endpoint.ts";
import { type Conversation, openConversation } from "./open-conversation.ts";
import { patience } from "./patience.ts";
import { type GrpcHandler, startGrpcServer } from "./start-grpc-server.ts";
import { startHttp } from "./start-http.ts";
import type { Program } from "./start-program.ts";

const services = "ai.planton.resourcemanager";

/** A sandbox in this process, and the owner of acme's own stdio server without an audit, which reaches it over real gRPC. */
async function openOnSandbox(key?: string, args: readonly string[] = []) {
  const sandbox = createSandbox();
  onTestFinished(() => sandbox.close());
  const { address } = await sandbox.listen();
  const conversation = await openConversation(["--endpoint", address, "--audit-log", "off", ...args], {
    PLANTON_API_KEY: key ?? sandbox.keys.owner,
  });
  return { sandbox, ...conversation };
}

/** The lines of a program's log once it has ended. Throws for one that is no JSON. */
async function logOf({ child, ended, stderr }: Program): Promise<readonly Record<string, unknown>[]> {
  child.stdin.end();
  await ended;
  return stderr()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

describe("the log", patience, () => {
  test("has one line for each call: what was called, how long it took, how it ended", async () => {
    const conversation = await openOnSandbox();
    const { callTool } = conversation;
    await callTool("list_environments", { org: "acme" });
    await callTool("apply_environment", { org: "acme", slug: "qa" });
    await callTool("get_environment", { id: "env_nobody" });
    await callTool("get_environment", { ogr: "acme" });
    await callTool("delete_environment", { org: "acme", slug: "dev" });
    const rpc = (name: string, outcome: string) => ({
      rpc: `${services}.${name}`,
      outcome,
      milliseconds: expect.any(Number),
    });
    const query = "environment.v1.EnvironmentQueryController";
    const lines = await logOf(conversation);
    expect(lines).toMatchObject([
      { tool: "list_environments", outcome: "ok", rpcs: [rpc(`${query}/findAuthorized`, "ok")] },
      {
        tool: "apply_environment",
        outcome: "ok",
        rpcs: [
          rpc(`${query}/getByOrgBySlug`, "not_found"),
          rpc("environment.v1.EnvironmentCommandController/apply", "ok"),
        ],
      },
      { tool: "get_environment", outcome: "not_found", rpcs: [rpc(`${query}/get`, "not_found")] },
      { tool: "get_environment", outcome: "invalid_arguments", rpcs: [] },
      { tool: "delete_environment", outcome: "ok" },
    ]);
    for (const line of lines) {
      expect(line).toMatchObject({
        level: 30,
        message: "tool call",
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        milliseconds: expect.any(Number),
        request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
    }
    expect(new Set(lines.map((line) => line.request_id)).size).toBe(lines.length);
  });

  test("ties a call to the trace of its client", async () => {
    const conversation = await openOnSandbox();
    const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    await conversation.request("tools/call", { name: "list_organizations", arguments: {}, _meta: { traceparent } });
    expect(await logOf(conversation)).toMatchObject([{ tool: "list_organizations", traceparent }]);
  });

  test.each(["warn", "error", "silent"])("is quiet about calls at level %s", async (level) => {
    const conversation = await openOnSandbox(undefined, ["--log-level", level]);
    await conversation.callTool("list_organizations", {});
    await conversation.callTool("get_environment", { ogr: "acme" });
    expect(await logOf(conversation)).toEqual([]);
  });

  test("is the same over HTTP, and standard output has the guide only", async () => {
    const program = await startHttp(["--sandbox"]);
    const guide = await program.waitFor("stdout", (text) => (text.includes("Ctrl-C ends") ? text : undefined));
    const { call } = await connectHttp(program.url, "sandbox-viewer-key");
    await call("list_organizations");
    program.child.kill("SIGTERM");
    expect(await logOf(program)).toMatchObject([{ tool: "list_organizations", outcome: "ok" }]);
    expect(program.stdout().trimEnd()).toBe(guide.trimEnd());
  });
});

describe("the API key is nowhere to be found", patience, () => {
  const canary = "plk_Canary-7f3a9e51/c0ffee==";

  /** All forms in which a text might carry the key. */
  const forms = [
    canary,
    encodeURIComponent(canary),
    Buffer.from(canary).toString("base64"),
    Buffer.from(canary).toString("base64url"),
    "Canary",
  ];

  async function expectNowhere(conversation: Program, secrets: readonly string[] = forms): Promise<void> {
    conversation.child.stdin.end();
    expect(await conversation.ended).toEqual({ code: 0, signal: null });
    const seen = conversation.stdout() + conversation.stderr();
    for (const secret of secrets) expect(seen).not.toContain(secret);
  }

  test("after calls that go well", async () => {
    const conversation = await openOnSandbox();
    const { result } = await conversation.callTool("apply_environment", { org: "acme", slug: "qa" });
    expect(result).toMatchObject({ structuredContent: { outcome: "created" } });
    await conversation.callTool("list_organizations", {});
    await expectNowhere(conversation, [conversation.sandbox.keys.owner]);
  });

  test("after calls that it does not open", async () => {
    const conversation = await openOnSandbox(canary);
    const { result } = await conversation.callTool("list_organizations", {});
    expect(result).toMatchObject({ isError: true, structuredContent: { error: { code: "unauthenticated" } } });
    await expectNowhere(conversation);
  });

  test("where the Planton API can't be reached", async () => {
    const conversation = await openConversation(["--endpoint", deadEndpoint], { PLANTON_API_KEY: canary });
    const { result } = await conversation.callTool("list_organizations", {});
    expect(result).toMatchObject({ structuredContent: { error: { code: "unavailable" } } });
    await expectNowhere(conversation);
  });

  /** What breaks on the way of one call. */
  const breaks = ["drop", "goaway", "garbage", "details", "oversize"] as const;
  test.each(breaks)("where the Planton API's answer is broken: %s", async (kind) => {
    const conversation = await openOnSandbox();
    conversation.sandbox.inject(parseFault(`*=${kind}`));
    const { result } = await conversation.callTool("apply_organization", { org: "acme", description: "Ours" });
    expect(result).toMatchObject({ isError: true });
    await expectNowhere(conversation, [conversation.sandbox.keys.owner]);
  });

  test.each(["unauthenticated", "permission_denied", "internal", "invalid_argument"])(
    "where the Planton API repeats it in an error: %s",
    async (code) => {
      const conversation = await openOnSandbox(canary);
      conversation.sandbox.inject(parseFault(`*=error:${code}:${forms.slice(0, 4).join(" ")} is not a key`));
      for (const tool of ["list_organizations", "get_organization", "apply_organization"]) {
        const { result } = await conversation.callTool(tool, tool === "list_organizations" ? {} : { org: "acme" });
        expect(result).toMatchObject({ isError: true, structuredContent: { error: { code } } });
      }
      expect(conversation.stdout()).toContain("is not a key");
      await expectNowhere(conversation);
    },
  );

  test("where the Planton API repeats it in the details of an error", async () => {
    const conversation = await openOn(canary, (call) =>
      call.fail(16, "No.", statusWith(`Bearer ${canary} is expired`)),
    );
    const { result } = await conversation.callTool("list_organizations", {});
    expect(result).toMatchObject({ structuredContent: { error: { code: "unauthenticated" } } });
    expect(conversation.stdout()).toContain("is expired");
    await expectNowhere(conversation);
  });

  test("where the Planton API repeats it as the name of something", async () => {
    const conversation = await openOn(canary, (call) => call.answer(organizationNamed(canary)));
    const { result } = await conversation.callTool("get_organization", { org: "acme" });
    expect(result).toMatchObject({ structuredContent: { metadata: { name: "[hidden]" } } });
    await expectNowhere(conversation);
  });

  test("where a client sends it as an argument", async () => {
    const conversation = await openOnSandbox(canary);
    await conversation.callTool("get_organization", { org: canary });
    await conversation.callTool("get_organization", { org: [canary] });
    await conversation.callTool("apply_environment", { org: canary, slug: canary, description: canary });
    await expectNowhere(conversation);
  });

  async function openOn(key: string, handle: GrpcHandler): Promise<Conversation> {
    const { endpoint } = await startGrpcServer(handle);
    return openConversation(["--endpoint", endpoint], { PLANTON_API_KEY: key });
  }

  /** A google.rpc.Status with one detail of a type that nobody knows. */
  function statusWith(text: string): Uint8Array {
    const detail = new BinaryWriter().tag(1, WireType.LengthDelimited).string(text).finish();
    const any = new BinaryWriter()
      .tag(1, WireType.LengthDelimited)
      .string("type.googleapis.com/example.Unheard")
      .tag(2, WireType.LengthDelimited)
      .bytes(detail)
      .finish();
    const status = new BinaryWriter().tag(1, WireType.Varint).int32(16).tag(2, WireType.LengthDelimited).string("No.");
    return status.tag(3, WireType.LengthDelimited).bytes(any).finish();
  }

  /** An Organization: its metadata is field 3, the name in that is field 1. */
  function organizationNamed(name: string): Uint8Array {
    const metadata = new BinaryWriter().tag(1, WireType.LengthDelimited).string(name).finish();
    return new BinaryWriter().tag(3, WireType.LengthDelimited).bytes(metadata).finish();
  }

  test("over HTTP, with a key for each request", async () => {
    const sandbox = createSandbox();
    onTestFinished(() => sandbox.close());
    const { address } = await sandbox.listen();
    const program = await startHttp(["--endpoint", address, "--log-level", "debug"]);
    const keys = [sandbox.keys.owner, sandbox.keys.outsider, canary];
    const answers = await Promise.all(keys.map((key) => callEverything(program.url, key)));
    program.child.kill("SIGTERM");
    expect(await program.ended).toEqual({ code: 0, signal: null });
    const seen = [...answers, program.stdout(), program.stderr()].join("\n");
    for (const key of [...keys, ...forms]) expect(seen).not.toContain(key);
  });

  async function callEverything(url: string, key: string): Promise<string> {
    const { call } = await connectHttp(url, key);
    const outcomes = [
      await call("list_organizations"),
      await call("get_organization", { org: "acme" }),
      await call("apply_environment", { org: "acme", slug: "qa" }),
      await call("get_environment", { ogr: "acme" }),
    ];
    return outcomes.map(({ all }) => all).join("\n");
  }
});

describe("what a client says is in no log:", patience, () => {
  const canary = "canary-in-an-argument";

  test("an argument, right or wrong", async () => {
    const conversation = await openOnSandbox();
    const { callTool } = conversation;
    await callTool("apply_environment", { org: "acme", slug: "qa", description: canary });
    await callTool("get_environment", { id: canary });
    await callTool("get_environment", { [canary]: canary });
    await callTool("get_environment", { id: { [canary]: canary } });
    await callTool("apply_environment", { org: "acme", slug: canary.toUpperCase() });
    expect(await logOf(conversation)).toHaveLength(5);
    expect(conversation.stderr().toLowerCase()).not.toContain(canary);
  });

  test("a line that is no message, or not one of the protocol", async () => {
    const conversation = await openOnSandbox(undefined, ["--log-level", "debug"]);
    conversation.send(canary);
    conversation.send(`{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"${canary}`);
    conversation.send(JSON.stringify({ jsonrpc: "1.0", id: canary, method: canary }));
    conversation.send(JSON.stringify({ jsonrpc: "2.0", id: 98, method: "ping", [canary]: canary }));
    conversation.send(JSON.stringify({ jsonrpc: "2.0", id: 99, result: { [canary]: canary } }));
    await conversation.request("tools/call", { name: canary, arguments: canary });
    await conversation.request("tools/call", { name: "get_environment", arguments: { id: "env_nobody" } });
    await logOf(conversation);
    expect(conversation.stderr()).not.toContain("canary");
  });

  test("a body that is no message, or not one of the protocol", async () => {
    const program = await startHttp(["--sandbox", "--log-level", "debug"]);
    const headers = {
      authorization: "Bearer sandbox-viewer-key",
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
    };
    const message = (method: string, params: object) => JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    for (const body of [
      canary,
      `{"method":"${canary}`,
      message(canary, {}),
      message("tools/call", { name: canary, arguments: {} }),
      message("tools/call", { name: "get_environment", arguments: canary }),
      JSON.stringify({ [canary]: canary }),
    ]) {
      await (await fetch(program.url, { method: "POST", headers, body })).text();
    }
    program.child.kill("SIGTERM");
    await logOf(program);
    expect(program.stderr()).not.toContain("canary");
  });
});

test("the version that the program names itself by is the package's", patience, async () => {
  const conversation = await openConversation(["--sandbox"]);
  expect(conversation.stdout()).toContain(`"version":"${manifest.version}"`);
});
