import { createServer, type Http2ServerResponse, type ServerHttp2Session } from "node:http2";
import type { Socket } from "node:net";
import type { DescService, Message } from "@bufbuild/protobuf";
import { Code, type ConnectRouter, type HandlerContext } from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { breakStream, cutAnswer } from "./break-stream.ts";
import type { Call } from "./call.ts";
import { unimplementedMessage } from "./failures.ts";
import type { Faults } from "./faults.ts";
import { isUnary } from "./handler.ts";

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
  readonly call: Call;
  readonly services: readonly DescService[];
  readonly faults: Faults;
  readonly host: string;
  readonly port: number;
}

/** Serves calls as gRPC over plaintext HTTP/2. Rejects where it can't listen, for example if the port is taken. */
export async function serve({ call, services, faults, host, port }: ServeSpec): Promise<Serving> {
  const handle = connectNodeAdapter({
    routes: (router) => route(router, call, services),
    fallback: answerUnimplemented,
    connect: false,
    grpcWeb: false,
    readMaxBytes: maxRequestBytes,
    writeMaxBytes: maxResponseBytes,
  });
  const connections = new Set<Socket>();
  const server = createServer({ settings: { maxConcurrentStreams: 256 } }, (request, response) => {
    const fault = faults.breaking(pathIn(request.url));
    if (fault === "cut") cutAnswer(response);
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

/** Routes every unary method; a method of another kind is left to the fallback. */
function route(router: ConnectRouter, call: Call, services: readonly DescService[]): void {
  for (const method of services.flatMap((service) => service.methods)) {
    if (!isUnary(method)) continue;
    router.rpc(method, (request: Message, { requestHeader, signal }: HandlerContext) =>
      call(method, request, { credential: bearerOf(requestHeader), signal, isRemote: true }),
    );
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
