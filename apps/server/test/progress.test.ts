/** Following a stack job through the program: the stream over gRPC, its progress over MCP. */
import { StackJobOperationType } from "@planton-mcp/api/infrahub/stackjob/v1/enum";
import { describe, expect, test } from "vitest";
import { connectHttp } from "./connect-http.ts";
import { connectStdio } from "./connect-stdio.ts";
import { patience } from "./patience.ts";
import { type Era, eras, type Peer } from "./peer.ts";
import { startHttp } from "./start-http.ts";
import { startLiveJob } from "./start-live-job.ts";

const ways: Readonly<Record<string, (era: Era, endpoint: string) => Promise<Peer>>> = {
  stdio: (era, endpoint) => connectStdio(["--endpoint", endpoint], { era, env: { PLANTON_API_KEY: "key" } }),
  HTTP: async (era, endpoint) => connectHttp((await startHttp(["--endpoint", endpoint])).url, "key", era),
};
const cases = Object.entries(ways).flatMap(([way, open]) => eras.map((era) => [way, era, open] as const));

const bucket = {
  stackJobOperation: StackJobOperationType.update,
  iacModuleRepoSetupLogLines: ["creating the bucket"],
};

describe.each(cases)("over %s, a client of %s", patience, (_, era, open) => {
  test("that watches a job sees how far it has come, and how it ends", async () => {
    const { live, endpoint } = await startLiveJob();
    const peer = await open(era, endpoint);
    let hasSeen = () => {};
    const seen = new Promise<void>((resolve) => {
      hasSeen = resolve;
    });
    const watching = peer.call(
      "watch_stack_job",
      { id: live.id },
      {
        onprogress: ({ message }) => {
          if (message === "running") live.tell(bucket);
          if (message === "update: creating the bucket") hasSeen();
        },
      },
    );
    // In the middle of the call, and not with its answer.
    await seen;
    live.end("succeeded");
    expect((await watching).answer).toMatchObject({ stack_job: { id: live.id }, outcome: "succeeded" });
  });
});

test("a client over HTTP that leaves is followed by the job's streams", patience, async () => {
  const { live, endpoint } = await startLiveJob();
  const { url } = await startHttp(["--endpoint", endpoint]);
  const peer = await connectHttp(url, "key");
  const leave = new AbortController();
  const watching = peer.call("watch_stack_job", { id: live.id }, { signal: leave.signal });
  while (live.followers() < 2) await new Promise((resolve) => setImmediate(resolve));
  leave.abort();
  await expect(watching).rejects.toThrow();
  while (live.followers() > 0) await new Promise((resolve) => setImmediate(resolve));
});
