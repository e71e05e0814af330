import { createServer, type Http2ServerResponse, type ServerHttp2Session } from "node:http2";
import type { Socket } from "node:net";
import type { DescMethod, DescService, Message } from "@bufbuild/protobuf";
import { Code, type ConnectRouter, type HandlerContext } from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { breakStream, cutAnswer } from "./break-stream.ts";
import { type Calls, saidBeforeCut } from "./call.ts";
import { unimplementedMessage } from "./failures.ts";
import type { Faults } from "./faults.ts";
import { isStreaming, isUnary } from "./handler.ts";
import { pathOf } from "./paths.ts";

/** Bytes that a request may have; gRPC servers commonly draw the line here. */
const maxRequestBytes = 4 * 1024 * 1024;
/** Bytes that an answer may have. */
const maxResponseBytes = 16 * 1024 * 1024;
/** Milliseconds that calls in flight have to end once the server closes. */
const closeAfterMs = 200;

export interface Serving {
  readonly port: number;
  /** Stops listening and ends every connection. Resolves when all are gone. */
  close(): Promise<void>;
}

export interface ServeSpec {
  readonly calls: Calls;
  readonly services: readonly DescService[];
  readonly faults: Faults;
  readonly host: string;
  readonly port: number;
}

/** Serves calls as gRPC over plaintext HTTP/2. Rejects where it can't listen, for example if the port is taken. */
export async function serve({ calls, services, faults, host, port }: ServeSpec): Promise<Serving> {
  const handle = connectNodeAdapter({
    routes: (router) => route(router, calls, services),
    fallback: answerUnimplemented,
    connect: false,
    grpcWeb: false,
    readMaxBytes: maxRequestBytes,
    writeMaxBytes: maxResponseBytes,
  });
  const streaming = new Set(services.flatMap(({ methods }) => methods.filter(isStreaming)).map(pathOf));
  const connections = new Set<Socket>();
  const server = createServer({ settings: { maxConcurrentStreams: 256 } }, (request, response) => {
    const path = pathIn(request.url);
    const fault = faults.breaking(path);
    if (fault === "cut") cutAnswer(response, streaming.has(path) ? saidBeforeCut : 0);
    if (fault === undefined || fault === "cut") handle(request, response);
    else breakStream(fault, request, response, connections);
  });
  server.on("connection", (connection: Socket) => {
    connections.add(connection);
    connection.on("close", () => connections.delete(connection));
  });
  const sessions = new Set<ServerHttp2Session>();
  server.on("session", (session) => {
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The sandbox listens on no port.");
  let closed: Promise<void> | undefined;
  return {
    port: address.port,
    close() {
      closed ??= new Promise((resolve) => {
        server.close(() => resolve());
        for (const session of sessions) {
          session.close();
          setTimeout(() => session.destroy(), closeAfterMs).unref();
        }
      });
      return closed;
    },
  };
}

/** Routes every method that has one request; what takes a stream is left to the fallback. */
function route(router: ConnectRouter, calls: Calls, services: readonly DescService[]): void {
  const circumstances = ({ requestHeader, signal }: HandlerContext) => ({
    credential: bearerOf(requestHeader),
    signal,
    isRemote: true,
  });
  for (const method of services.flatMap((service): readonly DescMethod[] => service.methods)) {
    if (isUnary(method)) {
      router.rpc(method, (request: Message, context) => calls.unary(method, request, circumstances(context)));
    } else if (isStreaming(method)) {
      router.rpc(method, (request: Message, context) => calls.stream(method, request, circumstances(context)));
    }
  }
}

function bearerOf(headers: Headers): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(headers.get("authorization") ?? "")?.[1];
}

/** The answer to a method that is not served: headers and trailers in one, as gRPC wants it for an error. */
function answerUnimplemented({ url }: { url?: string | undefined }, response: unknown): void {
  const { stream } = response as Http2ServerResponse; // this server speaks HTTP/2 only
  stream.respond(
    {
      ":status": 200,
      "content-type": "application/grpc+proto",
      "grpc-status": String(Code.Unimplemented),
      "grpc-message": encodeURIComponent(unimplementedMessage(pathIn(url))),
    },
    { endStream: true },
  );
}

/** The path of an RPC, without the leading slash. */
function pathIn(url = ""): string {
  return url.replace(/^\//, "").replace(/\?.*$/s, "");
}
