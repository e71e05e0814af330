import { constants, createServer, type IncomingHttpHeaders, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import { onTestFinished } from "vitest";

/** One call as it came over the wire, and the ways to end it. */
export interface GrpcCall {
  /** `/package.Service/method` */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The bytes of the request message. */
  readonly message: Uint8Array;
  readonly answer: (message: Uint8Array) => void;
  /** Ends it with a gRPC status; `details` are the bytes of a `google.rpc.Status`. */
  readonly fail: (status: number, message: string, details?: Uint8Array) => void;
  /** Resets the connection under all its calls. */
  readonly dropConnection: () => void;
  /** Resolves to the HTTP/2 error code with which the stream was closed. */
  readonly closed: Promise<number>;
}

export type GrpcHandler = (call: GrpcCall) => void;

export interface GrpcServer {
  readonly endpoint: string;
  /** Every call that has arrived, in order. */
  readonly calls: readonly GrpcCall[];
  /** The first call of a method, given by its bare name, now or as soon as it arrives. */
  readonly received: (method: string) => Promise<GrpcCall>;
  /** Drops every connection, and each new one as soon as it is made, until it is up again. */
  readonly setDown: (isDown: boolean) => void;
}

/** A gRPC server made of nothing but HTTP/2, so that it shows what a client really sends. It ends with the test. */
export async function startGrpcServer(handle: GrpcHandler): Promise<GrpcServer> {
  const calls: GrpcCall[] = [];
  const arrivals = new EventTarget();
  const sockets = new Set<Socket>();
  const dropConnection = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  let isDown = false;
  const server = createServer();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    if (isDown) socket.resetAndDestroy();
  });
  server.on("stream", async (stream, headers) => {
    const closed = new Promise<number>((resolve) => stream.on("close", () => resolve(stream.rstCode)));
    // A client that goes away is what some tests are about.
    stream.on("error", () => {});
    const message = await messageOf(stream);
    if (message === undefined) return;
    const call = { path: headers[":path"] ?? "", headers, message, dropConnection, closed, ...endingsOf(stream) };
    calls.push(call);
    arrivals.dispatchEvent(new Event("call"));
    handle(call);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    received: (method) =>
      new Promise((resolve) => {
        const look = () => {
          const call = calls.find(({ path }) => path.endsWith(`/${method}`));
          if (call !== undefined) resolve(call);
        };
        arrivals.addEventListener("call", look);
        look();
      }),
    setDown: (down) => {
      isDown = down;
      if (down) dropConnection();
    },
  };
}

/** The message in the one frame of a unary request: a flag, four bytes of length, and the bytes. */
async function messageOf(stream: ServerHttp2Stream): Promise<Uint8Array | undefined> {
  try {
    const frame = Buffer.concat(await stream.toArray());
    if (frame[0] !== 0 || frame.readUInt32BE(1) !== frame.length - 5) throw new Error("This is not one plain frame.");
    return frame.subarray(5);
  } catch {
    stream.close(constants.NGHTTP2_PROTOCOL_ERROR);
    return undefined;
  }
}

function endingsOf(stream: ServerHttp2Stream): Pick<GrpcCall, "answer" | "fail"> {
  const contentType = "application/grpc+proto";
  return {
    answer(message) {
      const prefix = Buffer.alloc(5);
      prefix.writeUInt32BE(message.length, 1);
      stream.respond({ ":status": 200, "content-type": contentType }, { waitForTrailers: true });
      stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
      stream.end(Buffer.concat([prefix, message]));
    },
    fail(status, message, details) {
      const trailers = {
        ":status": 200,
        "content-type": contentType,
        "grpc-status": String(status),
        "grpc-message": encodeURIComponent(message),
        ...(details === undefined ? {} : { "grpc-status-details-bin": Buffer.from(details).toString("base64") }),
      };
      stream.respond(trailers, { endStream: true });
    },
  };
}
