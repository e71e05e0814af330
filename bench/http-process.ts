import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { bareEnvironment, type Program } from "./stdio-process.ts";

/** A process that serves HTTP on a port of this machine. */
export interface HttpProcess {
  readonly pid: number;
  readonly port: number;
  /** Bytes of the heap that are in use after everything superfluous has been collected. */
  readonly heapUsed: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Starts a program that takes its port as the last argument. Resolves when it accepts requests. */
export async function startHttp({ args, env = {} }: Program): Promise<HttpProcess> {
  const port = await freePort();
  const probe = fileURLToPath(new URL("heap-probe.cjs", import.meta.url));
  const child = spawn(process.execPath, ["--expose-gc", "--require", probe, ...args, String(port)], {
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    env: bareEnvironment(env),
  });
  const exited = once(child, "exit");
  await Promise.race([
    accepting(port),
    exited.then(() => {
      throw new Error(`${args.join(" ")} ended before it listened.`);
    }),
  ]);
  return {
    pid: child.pid ?? 0,
    port,
    async heapUsed() {
      child.send("heap");
      const [bytes] = await once(child, "message");
      return bytes;
    },
    async close() {
      child.kill();
      await exited;
    },
  };
}

async function accepting(port: number): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const isThere = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await setTimeout(20);
  }
  throw new Error(`Nothing listens on port ${port}.`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("There is no port.");
  return address.port;
}
