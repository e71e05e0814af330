import type { Readable } from "node:stream";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { Client as FormerClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as FormerTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { type Era, formerPeerOf, type Peer, peerOf } from "./peer.ts";
import { type Environment, environmentOf, mainFile } from "./start-program.ts";

export interface StdioPeer extends Peer {
  readonly stderr: () => string;
}

export interface StdioOptions {
  readonly era?: Era;
  readonly env?: Environment;
  readonly command?: { readonly command: string; readonly args: readonly string[] };
}

/**
 * Connects a client to a stdio server that it starts, `main.js stdio …` where no other command is given. By default it
 * speaks a revision of 2025: for a later one, the SDK starts a second process to ask the server what it speaks.
 */
export async function connectStdio(
  args: readonly string[],
  { era = "SDK 2, 2025", env = {}, command }: StdioOptions = {},
): Promise<StdioPeer> {
  const server = {
    command: command?.command ?? process.execPath,
    args: [...(command?.args ?? [mainFile, "stdio"]), ...args],
    env: environmentOf(env),
    stderr: "pipe" as const,
  };
  if (era === "SDK 1") {
    const transport = new FormerTransport(server);
    const stderr = collect(transport.stderr);
    const client = new FormerClient({ name: "test", version: "1.0.0" });
    await client.connect(transport);
    return { ...formerPeerOf(client), stderr };
  }
  const transport = new StdioClientTransport(server);
  const stderr = collect(transport.stderr);
  const mode = era === "SDK 2, 2025" ? "legacy" : "auto";
  const client = new Client({ name: "test", version: "1.0.0" }, { versionNegotiation: { mode } });
  await client.connect(transport);
  return { ...peerOf(client), stderr };
}

function collect(stream: unknown): () => string {
  let text = "";
  // Both SDKs hand out a readable stream under a wider type.
  (stream as Readable).setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  return () => text;
}
