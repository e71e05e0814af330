import { once } from "node:events";
import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { type LiveStackJob, liveStackJob } from "@planton-mcp/testkit";
import { onTestFinished } from "vitest";

/** A stack job that the test drives, and where it is served over gRPC until the test ends. */
export async function startLiveJob(): Promise<{ readonly live: LiveStackJob; readonly endpoint: string }> {
  const live = liveStackJob();
  const server = createServer(
    connectNodeAdapter({ routes: (router) => router.service(StackJobQueryController, live.service) }),
  );
  const sessions = new Set<{ destroy: () => void }>();
  server.on("session", (session) => sessions.add(session));
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => {
    for (const session of sessions) session.destroy();
    server.close();
  });
  // It listens on a port and not on a pipe.
  return { live, endpoint: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}
