import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { plugins } from "../src/plugins.ts";
import { connectStdio } from "./connect-stdio.ts";
import { deadEndpoint } from "./dead-endpoint.ts";
import { messagesIn, openConversation } from "./open-conversation.ts";
import { patience } from "./patience.ts";
import { eras } from "./peer.ts";

const qa = { org: "acme", slug: "qa" };

const offered = plugins.flatMap(({ catalogue }) => catalogue.tools);
const tools = offered.map(({ name }) => name).sort();
const reads = offered.filter(({ effect }) => effect === "read").map(({ name }) => name);

describe("a client of", patience, () => {
  test("any era gets the same tools, in that era's revision", async () => {
    const peers = await Promise.all(eras.map((era) => connectStdio(["--sandbox"], { era })));
    const [first = [], ...others] = await Promise.all(peers.map(({ listTools }) => listTools()));
    expect(first.map(({ name }) => name).sort()).toEqual(tools);
    for (const listed of others) expect(listed).toEqual(first);
    const [modern, legacy] = peers.map(({ revision }) => revision);
    expect([modern, legacy]).toEqual(["2026-07-28", expect.stringMatching(/^2025-/)]);
  });

  test.each(eras)("%s can do a day's work, and is told what it got wrong", async (era) => {
    const { call } = await connectStdio(["--sandbox"], { era });
    expect((await call("list_organizations")).answer).toMatchObject({
      entries: [{ slug: "acme" }, { slug: "acme-labs" }],
    });
    const created = await call("apply_environment", { ...qa, description: "For testers" });
    expect(created.answer).toMatchObject({ outcome: "created", resource: { metadata: qa } });
    expect(JSON.parse(created.text)).toEqual(created.answer);
    expect((await call("get_environment", qa)).answer).toMatchObject({ spec: { description: "For testers" } });
    expect((await call("apply_environment", { ...qa, clear: ["description"] })).answer).toMatchObject({
      outcome: "updated",
      changes: [{ field: "spec.description", from: "For testers" }],
    });
    expect((await call("list_environments", { org: "acme" })).answer).toMatchObject({ count: 4 });
    expect((await call("get_environment", { id: "env_nobody" })).failure).toMatchObject({
      code: "not_found",
      next: "Find the right one with list_environments.",
    });
    expect((await call("get_environment", { ogr: "acme", slug: "dev" })).failure).toMatchObject({
      code: "invalid_arguments",
      problems: expect.arrayContaining([{ argument: "ogr", message: "There is no such argument. Did you mean org?" }]),
    });
    await expect(call("get_organisation", { org: "acme" })).rejects.toThrow(
      "There is no tool get_organisation. Did you mean get_organization?",
    );
    // The connection is as good as before.
    expect((await call("get_organization", { org: "acme" })).failure).toBeUndefined();
  });
});

describe("what removes things", patience, () => {
  test("is refused, and names the switch that allows it", async () => {
    const { call } = await connectStdio(["--sandbox"]);
    const { failure } = await call("delete_environment", { org: "acme", slug: "dev" });
    expect(failure).toMatchObject({
      code: "confirmation_required",
      message: expect.stringContaining("environment dev ("),
      next: expect.stringContaining("--allow-destroy"),
    });
    expect((await call("get_environment", { org: "acme", slug: "dev" })).failure).toBeUndefined();
  });

  test.each([{ args: ["--allow-destroy"] }, { args: [], env: { PLANTON_MCP_ALLOW_DESTROY: "true" } }])(
    "goes through with $args $env",
    async ({ args, env = {} }) => {
      const { call } = await connectStdio(["--sandbox", ...args], { env });
      expect((await call("delete_environment", { org: "acme", slug: "dev" })).failure).toBeUndefined();
      expect((await call("get_environment", { org: "acme", slug: "dev" })).failure).toMatchObject({
        code: "not_found",
      });
    },
  );
});

describe("a read-only server", patience, () => {
  test("lists only what changes nothing", async () => {
    const { listTools } = await connectStdio(["--sandbox", "--read-only"]);
    expect((await listTools()).map(({ name }) => name).sort()).toEqual(reads.toSorted());
  });

  test("refuses the rest, even with --allow-destroy", async () => {
    const { call } = await connectStdio(["--sandbox", "--read-only", "--allow-destroy"]);
    for (const [name, args] of [
      ["apply_environment", qa],
      ["delete_environment", { org: "acme", slug: "dev" }],
    ] as const) {
      expect((await call(name, args)).failure).toMatchObject({ code: "switched_off" });
    }
    expect((await call("list_environments", { org: "acme" })).answer).toMatchObject({ count: 3 });
  });
});

describe("who calls", patience, () => {
  test("is the sandbox's owner where nobody else is named", async () => {
    const { call } = await connectStdio(["--sandbox"]);
    expect((await call("apply_environment", qa)).answer).toMatchObject({ outcome: "created" });
  });

  test("is whoever has the key of PLANTON_API_KEY", async () => {
    const { call } = await connectStdio(["--sandbox"], { env: { PLANTON_API_KEY: "sandbox-viewer-key" } });
    expect((await call("list_environments", { org: "acme" })).answer).toMatchObject({ count: 3 });
    expect((await call("apply_environment", qa)).failure).toMatchObject({
      code: "permission_denied",
      permission: { permission: expect.stringContaining("create"), kind: "organization", id: "acme" },
    });
  });

  test("is refused with a key that nobody has", async () => {
    const { call } = await connectStdio(["--sandbox"], { env: { PLANTON_API_KEY: "nobodys-key" } });
    expect((await call("list_organizations")).failure).toMatchObject({
      code: "unauthenticated",
      next: expect.stringContaining("PLANTON_API_KEY"),
    });
  });
});

describe("without a network and a key", patience, () => {
  const nowhere = ["--endpoint", deadEndpoint, "--log-level", "silent"];

  test("the tools are listed all the same", async () => {
    const { listTools } = await connectStdio(nowhere);
    expect(await listTools()).toHaveLength(tools.length);
  });

  test("a call fails with what to do next, and nothing is left unhandled", async () => {
    const conversation = await openConversation(nowhere);
    const { result } = await conversation.callTool("list_organizations", {});
    expect(result).toMatchObject({
      isError: true,
      structuredContent: { error: { code: "unavailable", next: expect.stringContaining("check the endpoint") } },
    });
    conversation.child.stdin.end();
    expect(await conversation.ended).toEqual({ code: 0, signal: null });
    expect(conversation.stderr()).toBe("");
  });

  test("a change that never left is not claimed to have been made", async () => {
    const { call } = await connectStdio(nowhere);
    const { failure } = await call("apply_environment", qa);
    expect(failure).toMatchObject({ code: "unavailable" });
    // Only the look-up before it was sent.
    expect(failure).not.toHaveProperty("outcome_unknown");
  });
});

describe("standard output", patience, () => {
  test("carries one JSON-RPC message a line, whatever comes in", async () => {
    const conversation = await openConversation(["--sandbox", "--log-level", "debug"]);
    conversation.send("this is no JSON");
    conversation.send("[]");
    conversation.send(JSON.stringify({ jsonrpc: "2.0", method: "notifications/nobody-knows" }));
    await conversation.request("tools/list");
    await conversation.callTool("list_environments", { org: "acme" });
    await conversation.callTool("no_such_tool", {});
    expect(await conversation.request("no/such/method")).toMatchObject({ error: { code: -32601 } });
    conversation.child.stdin.end();
    expect(await conversation.ended).toEqual({ code: 0, signal: null });
    expect(conversation.stdout()).toMatch(/\n$/);
    for (const message of messagesIn(conversation.stdout())) expect(message).toMatchObject({ jsonrpc: "2.0" });
  });

  test("has the same bytes for the same question", async () => {
    const conversation = await openConversation(["--sandbox"]);
    const [first, second] = [await conversation.request("tools/list"), await conversation.request("tools/list")];
    expect(first.result).toMatchObject({
      tools: expect.arrayContaining([expect.objectContaining({ name: "get_environment" })]),
    });
    expect(JSON.stringify(second.result)).toBe(JSON.stringify(first.result));
  });
});

describe("the process", patience, () => {
  test("ends by itself once its standard input is closed", async () => {
    const conversation = await openConversation(["--sandbox"]);
    conversation.child.stdin.end();
    expect(await conversation.ended).toEqual({ code: 0, signal: null });
    expect(conversation.stderr()).toBe("");
  });

  test.each(["SIGINT", "SIGTERM"] as const)("ends cleanly on %s", async (signal) => {
    const conversation = await openConversation(["--sandbox"]);
    conversation.child.kill(signal);
    expect(await conversation.ended).toEqual({ code: 0, signal: null });
  });
});

test("a sandbox file keeps what was made over a restart", patience, async () => {
  const folder = await mkdtemp(join(tmpdir(), "planton-mcp-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const args = ["--sandbox", "--data", join(folder, "sandbox.db")];
  const before = await connectStdio(args);
  const { answer } = await before.call("apply_environment", { ...qa, description: "Kept" });
  expect(answer).toMatchObject({ outcome: "created" });
  await before.close();
  const after = await connectStdio(args);
  expect((await after.call("get_environment", qa)).answer).toEqual(answer.resource);
});
