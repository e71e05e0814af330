import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildPath } from "./build-server.ts";
import { captureRequests, protocols } from "./captured-requests.ts";
import type { Figure } from "./figure.ts";
import { type HttpConnection, openHttp, partsOf, type RawRequest } from "./http-connection.ts";
import { startHttp } from "./http-process.ts";
import { measureInTurn, type Rounds, ratePerSecond } from "./load.ts";
import { most } from "./statistics.ts";

export const inFlight = 16;

interface Subject {
  readonly name: string;
  readonly request: (path: string) => RawRequest;
  /** Requests a second that a good server manages. */
  readonly target?: number;
}

export interface HttpSubject {
  readonly name: string;
  readonly program: string;
  /** An API key of the sandbox. */
  readonly key: string;
}

export interface HttpRounds {
  readonly rounds: Rounds;
  readonly roundMs: number;
}

/** Requests a second of a server with a sandbox in its process, beside those of a bare server with the same answers. */
export async function httpFigures(
  { name, program, key }: HttpSubject,
  { rounds, roundMs }: HttpRounds,
): Promise<readonly Figure[]> {
  const server = await startHttp({ args: [program, "http", "--sandbox", "--log-level", "info", "--port"] });
  const subjects = await subjectsFor(server.port, key);
  const floor = await startHttp({ args: await httpFloor(name, subjects, server.port) });
  const rates = await measureInTurn(
    Object.fromEntries(
      subjects.flatMap((subject, index) => [
        [subject.name, () => rateOf(server.port, subject.request("/mcp"), roundMs)],
        [`bare ${subject.name}`, () => rateOf(floor.port, subject.request(`/${index}`), roundMs)],
      ]),
    ),
    rounds,
  );
  await Promise.all([server.close(), floor.close()]);
  return subjects.map((subject) => ({
    name: `${name}: ${subject.name}`,
    unit: "/s",
    value: most(rates[subject.name] ?? []),
    floor: most(rates[`bare ${subject.name}`] ?? []),
    ...(subject.target === undefined ? {} : { target: { of: "value", is: "≥", limit: subject.target } }),
  }));
}

async function subjectsFor(port: number, key: string): Promise<readonly Subject[]> {
  const subjects: Subject[] = [];
  for (const protocol of protocols) {
    const { call, list } = await captureRequests(`http://127.0.0.1:${port}/mcp`, key, protocol);
    subjects.push({ name: `tools/call, ${protocol}`, request: call, target: 1000 });
    subjects.push({ name: `tools/list, ${protocol}`, request: list });
  }
  return subjects;
}

/** The arguments of a bare server that answers each subject with what the real one has just answered. */
async function httpFloor(name: string, subjects: readonly Subject[], port: number): Promise<readonly string[]> {
  const connection = await openHttp(port);
  const answers = [];
  for (const subject of subjects) {
    const answer = partsOf(await connection.exchange(subject.request("/mcp")));
    if (!answer.body.includes('"result"')) throw new Error(`${subject.name}: ${answer.body}`);
    answers.push(answer);
  }
  connection.close();
  const file = buildPath(`${name}-http-answers.json`);
  writeFileSync(file, JSON.stringify(answers));
  return [fileURLToPath(new URL("floor-http.cjs", import.meta.url)), file];
}

export function openConnections(port: number): Promise<readonly HttpConnection[]> {
  return Promise.all(Array.from({ length: inFlight }, () => openHttp(port)));
}

/** Connections are new in each round: a server closes those that are idle while others are measured. */
async function rateOf(port: number, request: RawRequest, milliseconds: number): Promise<number> {
  const connections = await openConnections(port);
  const lanes = connections.map((connection) => () => connection.exchange(request));
  const rate = await ratePerSecond(lanes, milliseconds);
  for (const connection of connections) connection.close();
  return rate;
}
