/**
 * Writes answers.json beside a built program: what it answers to the plainest opening of a client, for src/front.ts to
 * answer with. `record-answers.ts FOLDER`
 */
import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Answers } from "../src/front.ts";

/** The revisions that clients open with by `initialize`. */
const versions = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

/** The results of `initialize` and `tools/list` of a program that has no recorded answers yet. */
async function resultsOf(program: string, protocolVersion: string): Promise<readonly string[]> {
  const env = { ...process.env, PLANTON_API_KEY: "none" };
  const child = spawn(process.execPath, [program, "stdio"], { env, stdio: ["pipe", "pipe", "inherit"] });
  const params = { protocolVersion, capabilities: {}, clientInfo: { name: "build", version: "0" } };
  const messages = [
    { jsonrpc: "2.0", id: 0, method: "initialize", params },
    { jsonrpc: "2.0", method: "notifications/initialized" },
    { jsonrpc: "2.0", id: 1, method: "tools/list" },
  ];
  child.stdin.write(messages.map((message) => `${JSON.stringify(message)}\n`).join(""));
  const results: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const { id, result } = JSON.parse(line);
    results[id] = JSON.stringify(result);
    if (results[0] !== undefined && results[1] !== undefined) child.stdin.end();
  }
  return results;
}

async function record(folder: string): Promise<void> {
  const file = join(folder, "answers.json");
  rmSync(file, { force: true });
  const results = await Promise.all(versions.map((version) => resultsOf(join(folder, "main.js"), version)));
  const [tools, ...others] = new Set(results.map((answers) => answers[1]));
  if (tools === undefined || others.length > 0) throw new Error("The list of tools is not the same in all revisions.");
  const initialize = Object.fromEntries(versions.map((version, index) => [version, results[index]?.[0] ?? ""]));
  writeFileSync(file, JSON.stringify({ initialize, tools } satisfies Answers));
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Usage: record-answers.ts FOLDER");
await record(folder);
