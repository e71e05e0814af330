import { type Environment, type Program, startProgram } from "./start-program.ts";

export interface Answer {
  readonly id?: number;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string };
}

/** A stdio server whose every byte is seen, unlike behind a client. */
export interface Conversation extends Program {
  readonly request: (method: string, params?: object) => Promise<Answer>;
  readonly callTool: (name: string, args: object) => Promise<Answer>;
  readonly send: (line: string) => void;
}

/** Starts a stdio server and introduces itself to it. */
export async function openConversation(args: readonly string[], env: Environment = {}): Promise<Conversation> {
  const program = startProgram(["stdio", ...args], { env });
  let lastId = 0;
  const send = (line: string) => void program.child.stdin.write(`${line}\n`);
  const request = (method: string, params: object = {}) => {
    lastId += 1;
    const id = lastId;
    send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    return program.waitFor("stdout", (text) => messagesIn(text).find((message) => message.id === id));
  };
  await request("initialize", {
    protocolVersion: "2025-06-18",
    capabilities: {},
    clientInfo: { name: "conversation", version: "1.0.0" },
  });
  send(JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" }));
  const callTool: Conversation["callTool"] = (name, args) => request("tools/call", { name, arguments: args });
  return { ...program, send, request, callTool };
}

/** Every whole line as the JSON that it has to be. */
export function messagesIn(text: string): readonly Answer[] {
  const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
  return lines.slice(0, -1).map((line) => JSON.parse(line));
}
