import { StackJobCommandController } from "@planton-mcp/api/infrahub/stackjob/v1/command";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { connect, fakeBackend, liveStackJob } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { stackjob } from "./index.ts";

test("waits, where it is asked to, until the operation that the job is in has come to its end", async () => {
  const live = liveStackJob();
  const canceled: string[] = [];
  const backend = fakeBackend((router) => {
    router.service(StackJobQueryController, live.service);
    router.service(StackJobCommandController, {
      cancel: ({ value }) => {
        canceled.push(value);
        return live.job();
      },
    });
  });
  const { call } = await connect(stackjob, backend);
  expect((await call("cancel_stack_job", { id: live.id })).answer).toMatchObject({ outcome: "running" });
  const waiting = call("cancel_stack_job", { id: live.id, wait: true });
  while (live.followers() < 2) await new Promise((resolve) => setImmediate(resolve));
  live.end("cancelled");
  expect((await waiting).answer).toEqual({ stack_job: { id: live.id }, outcome: "cancelled" });
  expect(canceled).toEqual([live.id, live.id]);
});
