import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { connectStdio } from "./connect-stdio.ts";
import { deadEndpoint } from "./dead-endpoint.ts";
import { offered, reads } from "./offered.ts";
import { messagesIn, openConversation } from "./open-conversation.ts";
import { patience } from "./patience.ts";
import { eras } from "./peer.ts";
import { runProgram } from "./run-program.ts";

/** A folder that is removed when the test ends. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "planton-mcp-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const qa = { org: "acme", slug: "qa" };

describe("a client of", patience, () => {
  test("any era gets the same tools, in that era's revision", async () => {
    const peers = await Promise.all(eras.map((era) => connectStdio(["--sandbox"], { era })));
    const [first = [], ...others] = await Promise.all(peers.map(({ listTools }) => listTools()));
    expect(first.map(({ name }) => name).sort()).toEqual(offered);
    for (const tools of others) expect(tools).toEqual(first);
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
    expect(created.text).toContain(JSON.stringify(created.answer));
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
  const dev = { org: "acme", slug: "dev" };

  test("is planned first, and done with the confirmation of the plan", async () => {
    const { call } = await connectStdio(["--sandbox"]);
    const { answer } = await call("delete_environment", dev);
    expect(answer).toMatchObject({
      plan: { as: { identity: "Ada Okafor <ada@acme.example>", org: "acme" }, target: { slug: "dev" } },
    });
    expect((await call("get_environment", dev)).failure).toBeUndefined();
    expect((await call("delete_environment", { ...dev, confirmation: answer.confirmation })).failure).toBeUndefined();
    expect((await call("get_environment", dev)).failure).toMatchObject({ code: "not_found" });
  });

  test("goes by the policy of whoever runs the server", async () => {
    const policy = join(temporaryFolder(), "policy.yaml");
    writeFileSync(policy, "rules:\n  - { env: dev, decision: allow }\n  - { decision: human }\n");
    const { call } = await connectStdio(["--sandbox", "--policy", policy]);
    expect((await call("delete_environment", { org: "acme", slug: "prod" })).failure).toMatchObject({
      code: "left_to_person",
      message: expect.stringContaining("line 3"),
    });
    expect((await call("delete_environment", dev)).failure).toBeUndefined();
  });

  test("is not served at all with a policy that is wrong", async () => {
    const policy = join(temporaryFolder(), "policy.yaml");
    writeFileSync(policy, "rules:\n  - { env: dev, decision: alow }\n");
    const { code, stdout, stderr } = await runProgram(["stdio", "--sandbox", "--policy", policy]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`${policy}:2: rules.0.decision`);
  });

  test("is written into the audit log, without arguments", async () => {
    const file = join(temporaryFolder(), "audit.log");
    const { call, close } = await connectStdio(["--sandbox", "--audit-log", file]);
    await call("apply_environment", { ...dev, description: "canary-description" });
    await call("delete_environment", { ...dev, confirmation: "made-up" });
    await close();
    const text = readFileSync(file, "utf8");
    expect(text).not.toContain("canary");
    expect(text).not.toContain("sandbox-owner-key");
    expect(
      text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { audit: "change", tool: "apply_environment", effect: "write", confirmed: "not needed", outcome: "ok" },
      {
        tool: "delete_environment",
        confirmed: "no",
        outcome: "confirmation_void",
        caller: { email: "ada@acme.example" },
      },
    ]);
  });
});

describe("a selection", patience, () => {
  test("is what is listed, and what can be called", async () => {
    const { listTools, call } = await connectStdio([
      "--sandbox",
      "--plugins",
      "environment",
      "--exclude-tools",
      "delete_*",
    ]);
    expect((await listTools()).map(({ name }) => name)).not.toContain("delete_environment");
    expect((await call("delete_environment", { org: "acme", slug: "dev" })).failure).toMatchObject({
      code: "switched_off",
      message: "delete_environment is excluded.",
    });
    expect((await call("list_organizations")).failure).toMatchObject({ code: "switched_off" });
  });

  test("may be a handful that runs all others", async () => {
    const { listTools, call } = await connectStdio(["--sandbox", "--surface", "compact"]);
    expect((await listTools()).length).toBeLessThanOrEqual(10);
    const { answer } = await call("find_tools", { query: "make a new environment" });
    expect(answer).toMatchObject({
      tools: [{ tool: "apply_environment", run_with: "run_write" }, ...((answer.tools as unknown[]).slice(1) as [])],
    });
    expect((await call("run_write", { tool: "apply_environment", arguments: qa })).answer).toMatchObject({
      outcome: "created",
    });
  });

  test("tells who uses an older name of the current one", async () => {
    const { call } = await connectStdio(["--sandbox"]);
    expect((await call("create_environment", qa)).failure).toMatchObject({
      code: "unknown_tool",
      message: "create_environment is now called apply_environment.",
    });
  });
});

describe("a read-only server", patience, () => {
  test("lists only what changes nothing", async () => {
    const { listTools } = await connectStdio(["--sandbox", "--read-only"]);
    expect((await listTools()).map(({ name }) => name).sort()).toEqual(reads.toSorted());
  });

  test("refuses the rest", async () => {
    const { call } = await connectStdio(["--sandbox", "--read-only"]);
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
    expect(await listTools()).toHaveLength(offered.length);
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
  const folder = temporaryFolder();
  const args = ["--sandbox", "--data", join(folder, "sandbox.db")];
  const before = await connectStdio(args);
  const { answer } = await before.call("apply_environment", { ...qa, description: "Kept" });
  expect(answer).toMatchObject({ outcome: "created" });
  await before.close();
  const after = await connectStdio(args);
  expect((await after.call("get_environment", qa)).answer).toEqual(answer.resource);
});
