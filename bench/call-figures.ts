import { captureRequests } from "./captured-requests.ts";
import { type Figure, shareOfFloor, type Target } from "./figure.ts";
import { openHttp } from "./http-connection.ts";
import { inFlight } from "./http-figures.ts";
import { startHttp } from "./http-process.ts";
import { type Exchange, measureInTurn, medianOf, type Rounds, ratePerSecond } from "./load.ts";
import { callTool, opening } from "./messages.ts";
import type { PlantonApi } from "./planton-api.ts";
import { least, most } from "./statistics.ts";
import { type StdioProcess, startStdio } from "./stdio-process.ts";

export interface CallRounds {
  readonly rounds: Rounds;
  /** Calls in a row of which the median is taken. */
  readonly block: number;
  readonly loadRounds: Rounds;
  readonly loadMs: number;
  /** How far a call may be from the bare one. A short run ends before all is warm, and holds a ratio only. */
  readonly target: Target;
}

/** What the server adds to a call: the same RPC through it and without it, to a sandbox in another process. */
export async function callFigures(
  program: string,
  api: PlantonApi,
  { rounds, block, loadRounds, loadMs, target }: CallRounds,
): Promise<readonly Figure[]> {
  const stdio = startStdio({ args: [program, "stdio", "--endpoint", api.address], env: { PLANTON_API_KEY: api.key } });
  stdio.send(...opening);
  const overStdio = callsOver(stdio);
  const http = await startHttp({ args: [program, "http", "--endpoint", api.address, "--port"] });
  const { call } = await captureRequests(`http://127.0.0.1:${http.port}/mcp`, api.key, "2026-07-28");
  // A new one each time: a server closes a connection that is idle while others are measured.
  const withHttp = async <Result>(use: (exchange: () => Promise<Buffer>) => Promise<Result>): Promise<Result> => {
    const connection = await openHttp(http.port);
    const result = await use(() => connection.exchange(call("/mcp")));
    connection.close();
    return result;
  };
  assertAnswer(await overStdio());
  assertAnswer((await withHttp((exchange) => exchange())).toString());

  const times = await measureInTurn(
    {
      direct: () => medianOf(api.callDirectly, block),
      stdio: () => medianOf(overStdio, block),
      http: () => withHttp((exchange) => medianOf(exchange, block)),
    },
    rounds,
  );
  const lanes = (exchange: Exchange) => Array.from({ length: inFlight }, () => exchange);
  const rates = await measureInTurn(
    {
      direct: () => ratePerSecond(lanes(api.callDirectly), loadMs),
      stdio: () => ratePerSecond(lanes(overStdio), loadMs),
    },
    loadRounds,
  );
  await Promise.all([stdio.close(), http.close()]);
  const direct = least(times.direct);
  return [
    { name: "call over stdio", unit: "ms", value: least(times.stdio), floor: direct, target },
    { name: "call over HTTP", unit: "ms", value: least(times.http), floor: direct, target },
    {
      name: `calls over stdio, ${inFlight} in flight`,
      unit: "/s",
      value: most(rates.stdio),
      floor: most(rates.direct),
      target: shareOfFloor(0.8),
    },
  ];
}

function callsOver(server: StdioProcess): () => Promise<string> {
  let id = 1;
  return async () => {
    id += 1;
    server.send(callTool(id));
    return (await server.answer(id)).line.toString("latin1");
  };
}

/** A refusal is quicker than an answer, and would be measured as well. */
function assertAnswer(answer: string): void {
  if (!answer.includes('"structuredContent"') || answer.includes('"isError":true')) throw new Error(answer);
}
