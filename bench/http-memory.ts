import { captureRequests, protocols } from "./captured-requests.ts";
import { type Figure, timesFloor } from "./figure.ts";
import type { HttpConnection, RawRequest } from "./http-connection.ts";
import { openConnections } from "./http-figures.ts";
import { startHttp } from "./http-process.ts";
import { usageOf } from "./usage.ts";

/** Over 32,000 calls the heap went up and down by about this much, without a trend. */
const heapLimit = 1.1;
const residentLimit = 1.15;

/** A server's memory after many calls, beside its memory after the first fifth of them. */
export async function httpMemoryFigures(program: string, key: string, calls: number): Promise<readonly Figure[]> {
  const server = await startHttp({ args: [program, "http", "--sandbox", "--log-level", "info", "--port"] });
  const connections = await openConnections(server.port);
  const requests: RawRequest[] = [];
  for (const protocol of protocols) {
    const { call } = await captureRequests(`http://127.0.0.1:${server.port}/mcp`, key, protocol);
    requests.push(call("/mcp"));
  }
  const memory = async () => ({
    heap: (await server.heapUsed()) / 1024 / 1024,
    resident: usageOf(server.pid)?.residentMegabytes ?? Number.NaN,
  });
  await send(connections, requests, calls / 5);
  const early = await memory();
  await send(connections, requests, (calls * 4) / 5);
  const late = await memory();
  for (const connection of connections) connection.close();
  await server.close();
  const figure = (name: string, value: number, floor: number, limit: number): Figure => ({
    name: `${name} after ${calls} calls, floor after ${calls / 5}`,
    unit: "MB",
    value,
    floor,
    target: timesFloor(limit),
  });
  const resident = Number.isNaN(late.resident) ? [] : [figure("memory", late.resident, early.resident, residentLimit)];
  return [figure("heap in use", late.heap, early.heap, heapLimit), ...resident];
}

async function send(connections: readonly HttpConnection[], requests: readonly RawRequest[], count: number) {
  let sent = 0;
  await Promise.all(
    connections.map(async (connection) => {
      for (let next = sent++; next < count; next = sent++) {
        await connection.exchange(requests[next % requests.length] ?? Buffer.alloc(0));
      }
    }),
  );
}
