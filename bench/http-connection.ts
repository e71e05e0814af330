import { once } from "node:events";
import { connect } from "node:net";

/** How long an answer may take. */
const silenceMs = 10_000;

/** A request as bytes to send, so that a load costs the process that makes it as little as can be. */
export type RawRequest = Buffer;

export interface HttpConnection {
  /** Sends a request and resolves with the whole answer. One at a time. Rejects for any status but 200. */
  readonly exchange: (request: RawRequest) => Promise<Buffer>;
  readonly close: () => void;
}

/** A keep-alive connection without a client library, which would be what a fast server is waited for by. */
export async function openHttp(port: number): Promise<HttpConnection> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  let received: Buffer = Buffer.alloc(0);
  let waiting: { resolve: (answer: Buffer) => void; reject: (error: Error) => void } | undefined;
  const fail = (error: Error) => waiting?.reject(error);
  // A server that falls silent must fail a measurement, not hold it up for ever.
  socket.setTimeout(silenceMs, () => socket.destroy());
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("The server closed the connection.")));
  socket.on("data", (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    if (!isComplete(received)) return;
    const answer = received;
    received = Buffer.alloc(0);
    if (answer.toString("latin1", 9, 12) === "200") waiting?.resolve(answer);
    else fail(new Error(`The server answered with ${answer.toString("utf8", 0, 500)}`));
  });
  return {
    exchange: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        if (socket.writable) socket.write(request);
        else fail(new Error("The connection is closed."));
      }),
    close: () => socket.destroy(),
  };
}

function isComplete(answer: Buffer): boolean {
  const head = answer.indexOf("\r\n\r\n");
  if (head < 0) return false;
  const [, length] = /^content-length: *(\d+)/im.exec(answer.toString("latin1", 0, head)) ?? [];
  if (length !== undefined) return answer.length >= head + 4 + Number(length);
  return answer.toString("latin1", answer.length - 5) === "0\r\n\r\n";
}

/** The headers and the body of an answer, its chunks put together. */
export function partsOf(answer: Buffer): { headers: Record<string, string>; body: string } {
  const text = answer.toString("utf8");
  const at = text.indexOf("\r\n\r\n");
  const lines = text.slice(0, at).split("\r\n").slice(1);
  const all = Object.fromEntries(lines.map((line) => [line.split(":", 1)[0] ?? "", line.replace(/^[^:]*: */, "")]));
  // Node sets these itself, and a chunk's size must fit what is sent.
  const ofConnection = /^(?:connection|keep-alive|date|transfer-encoding|content-length)$/i;
  const headers = Object.fromEntries(Object.entries(all).filter(([name]) => !ofConnection.test(name)));
  return { headers, body: unchunked(answer.subarray(answer.indexOf("\r\n\r\n") + 4), all) };
}

function unchunked(body: Buffer, headers: Record<string, string>): string {
  const isChunked = Object.keys(headers).some((name) => name.toLowerCase() === "transfer-encoding");
  if (!isChunked) return body.toString();
  const chunks: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const end = body.indexOf("\r\n", at);
    const size = Number.parseInt(body.toString("latin1", at, end), 16);
    chunks.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return Buffer.concat(chunks).toString();
}
