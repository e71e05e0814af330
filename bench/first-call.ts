import { setTimeout } from "node:timers/promises";
import { startOnce } from "./cold-start.ts";
import { atMost, type Figure, timesFloor } from "./figure.ts";
import { measureInTurn, type Rounds } from "./load.ts";
import { callTool, listTools, opening } from "./messages.ts";
import type { PlantonApi } from "./planton-api.ts";
import { least } from "./statistics.ts";
import { type Program, startStdio } from "./stdio-process.ts";

interface FirstCall {
  readonly call: number;
  /** From the start of the process to the answer of its first call. */
  readonly total: number;
}

/**
 * What the first call of a process takes: right after the list, where everything that it needs is loaded while somebody
 * waits, and after a pause, in which a server may get ready.
 */
export async function firstCallFigures(
  program: string,
  api: PlantonApi,
  floor: Program,
  rounds: Rounds,
): Promise<readonly Figure[]> {
  const server = {
    args: [program, "stdio", "--endpoint", api.address],
    env: { PLANTON_API_KEY: api.key },
  };
  const calls = await measureInTurn(
    { floor: () => listOnly(floor), atOnce: () => callOnce(server, 0), later: () => callOnce(server, 400) },
    rounds,
  );
  const leastOf = (starts: readonly FirstCall[], field: keyof FirstCall) => least(starts.map((start) => start[field]));
  return [
    { name: "first call, at once", unit: "ms", value: leastOf(calls.atOnce, "call") },
    { name: "first call, 400 ms after the list", unit: "ms", value: leastOf(calls.later, "call"), target: atMost(40) },
    {
      name: "start to first call's answer",
      unit: "ms",
      value: leastOf(calls.atOnce, "total"),
      floor: leastOf(calls.floor, "total"),
      target: timesFloor(7.5),
    },
  ];
}

async function callOnce(program: Program, gapMs: number): Promise<FirstCall> {
  const server = startStdio(program);
  server.send(...opening, listTools(1));
  const list = await server.answer(1);
  if (gapMs > 0) await setTimeout(gapMs);
  const start = performance.now();
  server.send(callTool(2));
  const { at } = await server.answer(2);
  const call = performance.now() - start;
  await server.close();
  return { call, total: gapMs > 0 ? list.at + call : at };
}

async function listOnly(program: Program): Promise<FirstCall> {
  const { milliseconds } = await startOnce(program);
  return { call: 0, total: milliseconds };
}
