import { WorkflowExecutionStatus } from "@planton-mcp/api/commons/workflow/workflow";
import { StackJobCommandController } from "@planton-mcp/api/infrahub/stackjob/v1/command";
import { StackJobOperationType } from "@planton-mcp/api/infrahub/stackjob/v1/enum";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { allowGuarded, type GuardedCall } from "@planton-mcp/core";
import { connect, fakeBackend, liveStackJob } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { stackjob } from "./index.ts";

const started = { seconds: 1n };
const waits = (toDelete: number) => ({
  iacOperations: {
    destroyPreview: { startTime: started, snapshot: { summary: { deleteResourceCount: toDelete } } },
    destroy: { status: WorkflowExecutionStatus.awaiting_approval },
  },
});

async function open(guard: (call: GuardedCall) => void = allowGuarded) {
  const live = liveStackJob({
    spec: {
      stackJobOperation: StackJobOperationType.destroy,
      cloudResource: { metadata: { slug: "logs", org: "acme", env: "prod" } },
    },
  });
  const resumed: string[] = [];
  const backend = fakeBackend((router) => {
    router.service(StackJobQueryController, live.service);
    router.service(StackJobCommandController, {
      resume: ({ value }) => {
        resumed.push(value);
        return live.job();
      },
    });
  });
  return { ...(await connect(stackjob, backend, { guard })), live, resumed };
}

test("says what it would let go ahead, and that another plan is another decision", async () => {
  const seen: GuardedCall[] = [];
  const { call, live } = await open((guarded) => void seen.push(guarded));
  live.become("awaiting_approval", waits(3));
  await call("resume_stack_job", { id: live.id });
  live.become("awaiting_approval", waits(4));
  await call("resume_stack_job", { id: live.id });
  expect(seen[0]?.target).toMatchObject({
    kind: "stack_job",
    id: live.id,
    name: "destroy of logs",
    org: "acme",
    env: "prod",
  });
  // Another plan is another decision.
  expect(seen[0]?.target?.version).not.toBe(seen[1]?.target?.version);
});

test("lets the job go ahead, and waits past the gate that it has opened", async () => {
  const { call, live, resumed } = await open();
  live.become("awaiting_approval", waits(3));
  const resuming = call("resume_stack_job", { id: live.id, wait: true });
  while (live.followers() < 2) await new Promise((resolve) => setImmediate(resolve));
  live.end("succeeded");
  expect((await resuming).answer).toMatchObject({ outcome: "succeeded" });
  expect(resumed).toEqual([live.id]);
});

test("sends nothing for a job that waits for no approval", async () => {
  const { call, live, resumed } = await open();
  expect((await call("resume_stack_job", { id: live.id })).failure).toMatchObject({
    code: "failed_precondition",
    message: "sj_live waits for no approval: it is running.",
  });
  expect(resumed).toEqual([]);
});
