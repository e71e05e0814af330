/**
 * The front answers a client's opening without the SDK. Whatever comes in, the program has to answer as it does without
 * the front: the same bytes go to both, and the same messages have to come back.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Answers } from "../src/front.ts";
import { patience } from "./patience.ts";
import { mainFile, startProgram } from "./start-program.ts";

const answers: Answers = JSON.parse(readFileSync(join(dirname(mainFile), "answers.json"), "utf8"));

/** The same program without what the front answers with. */
const bare = mkdtempSync(join(tmpdir(), "planton-mcp-"));
cpSync(dirname(mainFile), bare, { recursive: true, filter: (path) => !path.endsWith("answers.json") });
afterAll(() => rmSync(bare, { recursive: true }));

type Json = Readonly<Record<string, unknown>>;

const clientInfo = { name: "tests", version: "1" };
const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo };
const initialize = { jsonrpc: "2.0", id: 0, method: "initialize", params };
const initialized = { jsonrpc: "2.0", method: "notifications/initialized" };
const list = { jsonrpc: "2.0", id: 1, method: "tools/list" };
const last = { jsonrpc: "2.0", id: "last", method: "ping" };

/** What the program answers, in order, until it has answered the last message. */
async function answersTo(main: string, chunks: readonly (string | Buffer)[]): Promise<readonly Json[]> {
  const program = startProgram(["stdio", "--sandbox", "--log-level", "silent"], { main });
  for (const chunk of chunks) {
    program.child.stdin.write(chunk);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const messages = () =>
    program
      .stdout()
      .split("\n")
      .slice(0, -1)
      .map((line): Json => JSON.parse(line));
  await program.waitFor("stdout", () => (messages().some(({ id }) => id === last.id) ? true : undefined));
  program.child.stdin.end();
  expect(await program.ended).toEqual({ code: 0, signal: null });
  return messages();
}

function byText(a: Json, b: Json): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

async function expectSame(chunks: readonly (string | Buffer)[]): Promise<readonly Json[]> {
  const [fronted, plain] = await Promise.all([answersTo(mainFile, chunks), answersTo(join(bare, "main.js"), chunks)]);
  // Answers come in any order; the front only has reason to keep the one in which it was asked.
  expect(fronted.toSorted(byText)).toEqual(plain.toSorted(byText));
  return fronted;
}

const lines = (messages: readonly (Json | string)[]) =>
  messages.map((message) => `${typeof message === "string" ? message : JSON.stringify(message)}\n`);

const withParams = (changes: Json) => ({ ...initialize, params: { ...params, ...changes } });

describe("the plain opening", patience, () => {
  test.each(["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"])("of %s", async (protocolVersion) => {
    expect(answers.initialize).toHaveProperty(protocolVersion);
    const all = await expectSame(lines([withParams({ protocolVersion }), initialized, list, last]));
    expect(all.map(({ id }) => id)).toEqual([0, 1, "last"]);
    expect(all[0]).toMatchObject({ result: { protocolVersion, serverInfo: { name: "planton-mcp" } } });
    expect(JSON.stringify(all[1]?.result)).toBe(answers.tools);
  });

  test("in one piece, and in pieces of any size", async () => {
    const bytes = Buffer.from(lines([{ ...initialize, id: "ü–1" }, initialized, list, last]).join(""));
    await expectSame([bytes]);
    for (const size of [1, 7, 100]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      await expectSame(pieces);
    }
  });

  test("then goes on as if nothing had been left out", async () => {
    const call = (id: number) => ({
      jsonrpc: "2.0",
      id,
      method: "tools/call",
      // Its answer has no sentences, which would be fenced under another tag each time.
      params: { name: "check_organization_slug_availability", arguments: { slug: "free" } },
    });
    const again = { ...list, id: 2 };
    const all = await expectSame(lines([initialize, initialized, list, again, call(3), { ...last, id: 4 }, last]));
    expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining([0, 1, 2, 4, "last"]));
  });

  test("is all that there is, where the client leaves then", async () => {
    const program = startProgram(["stdio", "--sandbox"]);
    program.child.stdin.end(lines([initialize]).join(""));
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect(JSON.parse(program.stdout())).toMatchObject({ id: 0, result: { protocolVersion: "2025-11-25" } });
  });
});

describe("anything else is the SDK's", patience, () => {
  const openings: Readonly<Record<string, readonly (Json | string)[]>> = {
    "a version of the future": [withParams({ protocolVersion: "2099-01-01" })],
    "a version of an object's prototype": [withParams({ protocolVersion: "toString" })],
    "a version that is a number": [withParams({ protocolVersion: 1 })],
    "no version": [{ ...initialize, params: { capabilities: {}, clientInfo } }],
    "no parameters": [{ jsonrpc: "2.0", id: 0, method: "initialize" }],
    "an unusual capability": [withParams({ capabilities: { experimental: { x: {} }, elicitation: { form: {} } } })],
    "a malformed capability": [withParams({ capabilities: { roots: 1 } })],
    "capabilities in a list": [withParams({ capabilities: [] })],
    "the usual capabilities": [
      withParams({ capabilities: { roots: { listChanged: true }, sampling: {}, elicitation: {} } }),
    ],
    "a client without a name": [withParams({ clientInfo: { version: "1" } })],
    "a client with a site": [withParams({ clientInfo: { ...clientInfo, websiteUrl: "https://example.com" } })],
    "a progress token": [withParams({ _meta: { progressToken: 1 } })],
    "an id that is a fraction": [{ ...initialize, id: 0.5 }],
    "an id that is nothing": [{ ...initialize, id: null }],
    "an id that is negative": [{ ...initialize, id: -1 }],
    "another JSON-RPC": [{ ...initialize, jsonrpc: "1.0" }],
    "a member of another protocol": [{ ...initialize, extra: 1 }],
    "two opened in one": [JSON.stringify([initialize, initialized])],
    "no JSON": ["hello", JSON.stringify(initialize)],
    "an empty line": ["", JSON.stringify(initialize)],
    "a list before the opening": [list],
    "a list before it is initialized": [initialize, { ...list, id: 5 }],
    "a ping in between": [initialize, { ...last, id: 7 }, initialized],
    "an opening twice": [initialize, initialized, { ...initialize, id: 8 }],
    "initialized with parameters": [initialize, { ...initialized, params: {} }],
    "a list with a cursor": [initialize, initialized, { ...list, params: { cursor: "x" } }],
    "a list with empty parameters": [initialize, initialized, { ...list, params: {} }],
    "a list with a progress token": [initialize, initialized, { ...list, params: { _meta: { progressToken: 3 } } }],
    "a list as a notification": [initialize, initialized, { jsonrpc: "2.0", method: "tools/list" }],
    "a method that is none": [initialize, initialized, { jsonrpc: "2.0", id: 9, method: "tools/forget" }],
    "resources and prompts": [
      initialize,
      initialized,
      { jsonrpc: "2.0", id: 10, method: "resources/list" },
      { jsonrpc: "2.0", id: 11, method: "prompts/list" },
    ],
    "an answer to nobody": [initialize, { jsonrpc: "2.0", id: 0, result: {} }, initialized],
    "a server that is to be discovered": [{ jsonrpc: "2.0", id: 0, method: "server/discover", params: {} }],
    "ends of line as on Windows": [`${JSON.stringify(initialize)}\r`, `${JSON.stringify(initialized)}\r`],
  };

  test.each(Object.entries(openings))("%s", async (_, opening) => {
    await expectSame(lines([...opening, { ...list, id: 20 }, last]));
  });
});
