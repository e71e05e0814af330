import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { connect, fakeBackend, liveStackJob } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { stackjob } from "./index.ts";

async function open() {
  const live = liveStackJob();
  const asked: string[] = [];
  const backend = fakeBackend((router) =>
    router.service(StackJobQueryController, {
      ...live.service,
      getErrorResolutionRecommendation: ({ errorMessage }) => {
        asked.push(errorMessage);
        return { value: "Give the role s3:CreateBucket." };
      },
    }),
  );
  return { ...(await connect(stackjob, backend)), live, asked };
}

test("asks about the job's own error where none is given", async () => {
  const { call, live, asked } = await open();
  live.tell({ jobStatusChangedEventPayload: { failedReason: "AccessDenied: s3:CreateBucket" } });
  live.end("failed");
  const { answer } = await call("get_error_resolution_recommendation", { stack_job_id: live.id });
  expect(asked).toEqual(["AccessDenied: s3:CreateBucket"]);
  expect(answer).toEqual({
    stack_job_id: live.id,
    error_message: "AccessDenied: s3:CreateBucket",
    recommendation: "Give the role s3:CreateBucket.",
  });
});

test("asks about the error that is given", async () => {
  const { call, live, asked } = await open();
  await call("get_error_resolution_recommendation", { stack_job_id: live.id, error_message: "too slow" });
  expect(asked).toEqual(["too slow"]);
});

test("asks nothing where the job tells of no error", async () => {
  const { call, live, asked } = await open();
  live.end("succeeded");
  expect((await call("get_error_resolution_recommendation", { stack_job_id: live.id })).failure).toMatchObject({
    code: "invalid_arguments",
    problems: [{ argument: "error_message", message: expect.stringContaining("succeeded") }],
  });
  expect(asked).toEqual([]);
});
