import { constants, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import type { Socket } from "node:net";
import { Readable } from "node:stream";
import type { NetworkKind } from "./faults.ts";

/** Lets an answer begin, and breaks it off in the middle of the message that follows on so many whole ones. */
export function cutAnswer({ stream }: Http2ServerResponse, whole: number): void {
  // The overload that is called is the one that is passed on.
  const write = stream.write.bind(stream) as (chunk: Uint8Array, ...rest: unknown[]) => boolean;
  let left = whole;
  stream.write = (chunk: Uint8Array, ...rest: unknown[]) => {
    left -= 1;
    if (left >= 0) return write(chunk, ...rest);
    // What comes after is not said: the stream closes once the half is out.
    if (left < -1) return true;
    const half = chunk.subarray(0, Math.ceil(chunk.byteLength / 2));
    return write(half, () => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
  };
}

/** Ends a call as a fault of the network wants it, without a word from whoever should have answered. */
export function breakStream(
  kind: Exclude<NetworkKind, "cut">,
  { stream }: Http2ServerRequest,
  response: Http2ServerResponse,
  connections: ReadonlySet<Socket>,
): void {
  switch (kind) {
    case "drop":
      connectionOf(stream.session?.socket, connections)?.resetAndDestroy();
      break;
    case "goaway":
      // Sends GOAWAY first, so that a client opens another connection for its next call, and lets the others finish.
      stream.session?.close();
      stream.close(constants.NGHTTP2_REFUSED_STREAM);
      break;
    case "oversize":
      answer(response, [oversizeStart, ...Array.from({ length: oversizeChunks }, () => chunk)]);
      break;
    case "garbage":
      answer(response, [Buffer.alloc(16, 0xff)]);
      break;
  }
}

/** A session shows its socket, but lets nobody destroy it without a farewell to the client. */
function connectionOf(shown: Socket | undefined, connections: ReadonlySet<Socket>): Socket | undefined {
  return [...connections].find(
    ({ remoteAddress, remotePort }) => remoteAddress === shown?.remoteAddress && remotePort === shown?.remotePort,
  );
}

// A message that everyone could read: 17 MiB of zeros in a field that no contract has, more than the 16 MiB that clients
// commonly take.
const chunk = Buffer.alloc(64 * 1024);
const oversizeChunks = 17 * 16;
const oversizeStart = Buffer.from([0xfa, 0xff, 0xff, 0xff, 0x0f, 0x80, 0x80, 0xc0, 0x08]);

/** Answers with one gRPC frame and the status OK, whatever the frame holds. Written in pieces, as the client takes them. */
function answer(response: Http2ServerResponse, message: readonly Buffer[]): void {
  const frame = Buffer.alloc(5);
  frame.writeUInt32BE(
    message.reduce((length, { byteLength }) => length + byteLength, 0),
    1,
  );
  response.addTrailers({ "grpc-status": "0" });
  response.writeHead(200, { "content-type": "application/grpc+proto" });
  Readable.from([frame, ...message]).pipe(response);
}
