import { StackJobOperationType } from "@planton-mcp/api/infrahub/stackjob/v1/enum";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { connect, fakeBackend, liveStackJob } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { stackjob } from "./index.ts";

async function open() {
  const live = liveStackJob();
  const backend = fakeBackend((router) => router.service(StackJobQueryController, live.service));
  live.tell(
    ...["pulling the module", "creating the bucket", "creating the role"].map((text) => ({
      stackJobOperation: StackJobOperationType.update,
      iacModuleRepoSetupLogLines: [text],
    })),
  );
  return { ...(await connect(stackjob, backend)), live };
}

test("follows a job to its end, and shows no events unless asked", async () => {
  const { call, live } = await open();
  live.end("succeeded");
  const { answer } = await call("watch_stack_job", { id: live.id });
  expect(answer).toEqual({ stack_job: { id: live.id }, outcome: "succeeded" });
  const asked = await call("watch_stack_job", { id: live.id, tail: 1 });
  expect(asked.answer).toMatchObject({
    outcome: "succeeded",
    events: { state: "cut", reason: "2 of 3 lines are left out.", lines: ["update: creating the role"] },
  });
});

test("shows the events so far, the last of them or those with a text", async () => {
  const { call, live } = await open();
  live.end("succeeded");
  const { answer } = await call("watch_stack_job", { id: live.id, wait_seconds: 0, text: "CREATING" });
  expect(answer.events).toEqual({
    state: "complete",
    told: 3,
    matching: 2,
    lines: ["update: creating the bucket", "update: creating the role"],
  });
});

test("says where a job is not to be found, and finds it", async () => {
  const { call } = await open();
  expect((await call("watch_stack_job", { id: "sj_nobody" })).failure).toMatchObject({
    code: "not_found",
    next: expect.stringContaining("list_stack_jobs"),
  });
});
