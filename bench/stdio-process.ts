import { spawn } from "node:child_process";

/** A program to run on this Node.js: its path and arguments, and what it finds in its environment. */
export interface Program {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly line: Buffer;
  /** Milliseconds from before the process was spawned. */
  readonly at: number;
}

/** A process that speaks JSON-RPC over stdio, one request or many at a time. */
export interface StdioProcess {
  readonly pid: number;
  readonly send: (...messages: readonly object[]) => void;
  /** Resolves with the answer to a request's id, and rejects where the process ends before. */
  readonly answer: (id: number) => Promise<Answer>;
  /** Closes stdin. Resolves with how long the process then took to end, and what it wrote that is no JSON-RPC. */
  readonly close: () => Promise<{ readonly milliseconds: number; readonly strayLines: number }>;
}

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

export function startStdio({ args, env = {} }: Program): StdioProcess {
  const start = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "ignore"], env: bareEnvironment(env) });
  const answered = new Map<number, Answer>();
  const waiting = new Map<number, Waiting>();
  let strayLines = 0;
  let exitedAt: number | undefined;

  const take = (line: Buffer) => {
    const id = idOf(line);
    if (id === undefined) {
      if (!isNotification(line)) strayLines += 1;
      return;
    }
    const answer = { line, at: performance.now() - start };
    const waiter = waiting.get(id);
    waiting.delete(id);
    if (waiter === undefined) answered.set(id, answer);
    else waiter.resolve(answer);
  };
  child.stdout.on("data", lineReader(take));
  const exited = new Promise<void>((resolve) => {
    child.once("close", () => {
      exitedAt ??= performance.now();
      for (const { reject } of waiting.values()) reject(new Error(`${args.join(" ")} ended without an answer.`));
      resolve();
    });
    child.once("exit", () => {
      exitedAt = performance.now();
    });
  });

  return {
    pid: child.pid ?? 0,
    send: (...messages) => child.stdin.write(messages.map((message) => `${JSON.stringify(message)}\n`).join("")),
    answer(id) {
      const early = answered.get(id);
      answered.delete(id);
      if (early !== undefined) return Promise.resolve(early);
      return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
    },
    async close() {
      const closedAt = performance.now();
      child.stdin.end();
      await exited;
      return { milliseconds: (exitedAt ?? closedAt) - closedAt, strayLines };
    },
  };
}

/** Only what a process needs to start: a figure must not depend on who measures it. */
export function bareEnvironment(env: Readonly<Record<string, string>>): Record<string, string> {
  return { PATH: process.env.PATH ?? "", ...env };
}

function lineReader(take: (line: Buffer) => void): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  return (chunk) => {
    let from = 0;
    for (let to = chunk.indexOf(10); to >= 0; to = chunk.indexOf(10, from)) {
      take(Buffer.concat([...parts, chunk.subarray(from, to)]));
      parts = [];
      from = to + 1;
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
  };
}

/** The id of an answer, wherever in the message its writer puts it. The rest of a long line is left unread. */
function idOf(line: Buffer): number | undefined {
  const [, first] = /^\{"jsonrpc":"2\.0","id":(\d+)/.exec(line.toString("latin1", 0, 48)) ?? [];
  const [, last = first] = /"id":(\d+)\}$/.exec(line.toString("latin1", Math.max(0, line.length - 32))) ?? [];
  return last === undefined ? undefined : Number(last);
}

function isNotification(line: Buffer): boolean {
  try {
    const message = JSON.parse(line.toString());
    return message.jsonrpc === "2.0" && typeof message.method === "string";
  } catch {
    return false;
  }
}
