import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { WorkflowExecutionResult, WorkflowExecutionStatus } from "@planton-mcp/api/commons/workflow/workflow";
import { IacDiagnosticEventSeverityType, StackJobOperationType } from "@planton-mcp/api/infrahub/stackjob/v1/enum";
import {
  TerraformEngineEventType,
  TerraformEngineOperationType,
} from "@planton-mcp/api/infrahub/stackjob/v1/terraform/enum";
import { liveStackJob } from "@planton-mcp/testkit";
import { describe, expect, test, vi } from "vitest";
import { openWatch, stopTime, until } from "./open-watch.ts";

const { completed, running, awaiting_approval } = WorkflowExecutionStatus;
const { succeeded, failed } = WorkflowExecutionResult;
const start = timestampFromMs(1_000_000);
const stop = timestampFromMs(1_012_000);

const line = (text: string) => ({
  stackJobOperation: StackJobOperationType.update,
  iacModuleRepoSetupLogLines: [text],
});
const hook = (addr: string, type: TerraformEngineEventType, message = addr) => ({
  stackJobOperation: StackJobOperationType.update,
  terraformEngineEventPayload: {
    terraformJsonLog: { type, message, hook: { action: TerraformEngineOperationType.create, resource: { addr } } },
  },
});
const planned = (addr: string) => ({
  stackJobOperation: StackJobOperationType.update_preview,
  terraformEngineEventPayload: {
    terraformJsonLog: {
      type: TerraformEngineEventType.planned_change,
      message: `${addr}: Plan to create`,
      change: { action: TerraformEngineOperationType.create, resource: { addr } },
    },
  },
});
const done = (result = succeeded) => ({
  status: completed,
  result,
  startTime: start,
  endTime: stop,
});

describe("a job that succeeds", () => {
  test("ends with what it did, and is followed by its progress until then", async () => {
    stopTime();
    const live = liveStackJob({
      spec: {
        stackJobOperation: StackJobOperationType.update,
        cloudResource: { metadata: { id: "cr_1", slug: "logs" } },
      },
    });
    const { client } = await openWatch(live);
    const told: { progress: number; total?: number | undefined; message?: string | undefined }[] = [];
    const watching = client.callTool(
      { name: "watch_stack_job", arguments: { id: live.id, seconds: 60 } },
      { onprogress: (progress) => void told.push(progress) },
    );
    await until(() => live.followers() === 2);
    live.tell(planned("aws_s3_bucket.logs"), planned("aws_s3_bucket.more"));
    live.become("running", { iacOperations: { update: { status: running, startTime: start } } });
    live.tell(hook("aws_s3_bucket.logs", TerraformEngineEventType.apply_complete, "aws_s3_bucket.logs: Created"));
    await vi.advanceTimersByTimeAsync(600);
    live.tell(hook("aws_s3_bucket.more", TerraformEngineEventType.apply_complete, "aws_s3_bucket.more: Created"));
    live.end("succeeded", { iacOperations: { update: done() } });
    const { structuredContent } = await watching;
    expect(structuredContent).toEqual({
      stack_job: { id: "sj_live", operation: "update", cloud_resource_id: "cr_1", cloud_resource: "logs" },
      outcome: "succeeded",
      operations: ["update: succeeded after 12 s"],
      resources: {
        created: 2,
        updated: 0,
        deleted: 0,
        replaced: 0,
        unchanged: 0,
        created_names: ["aws_s3_bucket.logs", "aws_s3_bucket.more"],
      },
    });
    expect(told.length).toBeGreaterThan(1);
    expect(told.map(({ message }) => message)).toContain("update: aws_s3_bucket.logs: Created");
    expect(told.at(-1)).toMatchObject({ total: 2 });
  });

  test("is over at once where it has ended before", async () => {
    const { call, live } = await openWatch();
    live.end("succeeded");
    expect((await call("watch_stack_job", { id: live.id, seconds: 60 })).answer).toMatchObject({
      outcome: "succeeded",
    });
  });

  test("is seen alike by several who watch it, and by one who wants no progress", async () => {
    const { call, live } = await openWatch();
    const watching = [1, 2, 3].map(() => call("watch_stack_job", { id: live.id, seconds: 60 }));
    await until(() => live.followers() === 6);
    live.end("succeeded");
    const outcomes = (await Promise.all(watching)).map(({ answer }) => answer.outcome);
    expect(outcomes).toEqual(["succeeded", "succeeded", "succeeded"]);
    await until(() => live.followers() === 0);
  });
});

describe("a job that fails", () => {
  const wrong = "Error: creating S3 Bucket (logs): AccessDenied: not authorized to perform s3:CreateBucket";
  const failure = {
    iacOperations: {
      update: {
        ...done(failed),
        errors: ["update failed"],
        snapshot: {
          resourceRowMap: {
            a: { resourceKind: "aws_s3_bucket", resourceName: "logs", status: "create_failed", isFailed: true },
            b: { resourceKind: "aws_iam_role", resourceName: "writer", status: "created", isDone: true },
          },
          diagnosticMessages: [
            { severity: IacDiagnosticEventSeverityType.info, message: "just so you know" },
            { severity: IacDiagnosticEventSeverityType.error, message: "update failed" },
            { severity: IacDiagnosticEventSeverityType.error, resourceUrn: "aws_s3_bucket.logs", message: wrong },
          ],
        },
      },
    },
  };

  test("ends with the operation that failed, the lines that matter and what was done until then", async () => {
    const { call, live } = await openWatch();
    const watching = call("watch_stack_job", { id: live.id, seconds: 60 });
    await until(() => live.followers() === 2);
    live.end("failed", failure);
    expect((await watching).answer).toMatchObject({
      outcome: "failed",
      failed_operation: "update",
      diagnostics: [{ resource: "aws_s3_bucket.logs", message: wrong }],
      resources: { created: 1, created_names: ["aws_iam_role writer"], failed_names: ["aws_s3_bucket logs"] },
    });
  });

  test("is explained by its events where the job itself says little, without their secrets", async () => {
    const { call, live } = await openWatch();
    live.tell({
      stackJobOperation: StackJobOperationType.update,
      pulumiEngineEventPayload: {
        diagnosticEvent: {
          severity: "error",
          urn: "urn:pulumi:prod::acme::kubernetes:core/v1:Secret::db",
          message: "<{%fg 1%}>admission webhook denied it: password=hunter2-hunter2<{%reset%}>",
        },
      },
    });
    live.end("failed", { iacOperations: { update: { ...done(failed), errors: ["exit status 1"] } } });
    const { answer, text } = await call("watch_stack_job", { id: live.id, seconds: 60 });
    // What has ended is read from the job alone; its events are there for the asking.
    expect(text).not.toContain("hunter2");
    expect(answer).toMatchObject({
      diagnostics: [
        {
          resource: "kubernetes:core/v1:Secret db",
          message: "admission webhook denied it: password=[hidden]",
        },
      ],
    });
  });

  test("says so where nothing says why", async () => {
    const { call, live } = await openWatch();
    live.end("failed");
    expect((await call("watch_stack_job", { id: live.id, seconds: 60 })).answer).toMatchObject({
      outcome: "failed",
      diagnostics: [],
    });
  });
});

describe("a job that goes on", () => {
  test("is left when the time is up, with where it stands and how to go on", async () => {
    stopTime();
    const { call, live } = await openWatch();
    const watching = call("watch_stack_job", { id: live.id, seconds: 30 });
    await until(() => live.followers() === 2);
    live.become("running", { iacOperations: { update: { status: running, startTime: start } } });
    await vi.advanceTimersByTimeAsync(30_000);
    expect((await watching).answer).toMatchObject({
      outcome: "running",
      note: "The time to wait was up; the job goes on.",
      operations: ["update: running"],
      next: 'watch_stack_job {"id":"sj_live"} follows it further.',
    });
    expect(live.followers()).toBe(0);
  });

  test("is left when the client cancels", async () => {
    const { client, live } = await openWatch();
    const leave = new AbortController();
    const watching = client.callTool(
      { name: "watch_stack_job", arguments: { id: live.id, seconds: 60 } },
      { signal: leave.signal },
    );
    await until(() => live.followers() === 2);
    leave.abort();
    await expect(watching).rejects.toThrow();
    await until(() => live.followers() === 0);
    expect(live.opened()).toBe(2);
  });

  test("that waits for approval ends the wait, with what is planned and what approves it", async () => {
    const { call, live } = await openWatch();
    const watching = call("watch_stack_job", { id: live.id, seconds: 60 });
    await until(() => live.followers() === 2);
    live.become("awaiting_approval", {
      iacOperations: {
        updatePreview: {
          ...done(),
          snapshot: { summary: { createResourceCount: 2, deleteResourceCount: 1 } },
        },
        update: { status: awaiting_approval },
      },
    });
    expect((await watching).answer).toMatchObject({
      outcome: "awaiting_approval",
      waits_for_approval_of: "update",
      planned: { create: 2, delete: 1 },
      next: expect.stringContaining('resume_stack_job {"id":"sj_live"} approves it'),
    });
  });

  test("is not held up by a gate that was passed before, which its replay tells of, nor by one just approved", async () => {
    const live = liveStackJob();
    const gate = { iacOperations: { update: { status: awaiting_approval } } };
    live.become("awaiting_approval", gate);
    live.become("running", { iacOperations: { update: { status: running, isApproved: true } } });
    let reads = 0;
    const get: typeof live.service.get = (request, context) => {
      reads += 1;
      return live.service.get(request, context);
    };
    const { call } = await openWatch({ ...live, service: { ...live.service, get } });
    const watching = call("watch_stack_job", { id: live.id, seconds: 60 });
    await until(() => live.followers() === 2 && reads > 1);
    live.become("awaiting_approval", gate);
    expect((await watching).answer).toMatchObject({ outcome: "awaiting_approval" });
    // One of states and one of events: the gate of the past was no reason to begin anew.
    expect(live.opened()).toBe(2);
    const resumed = call("watch_stack_job", { id: live.id, seconds: 60, approved: "update" });
    const before = live.opened();
    await until(() => live.opened() > before);
    live.end("succeeded");
    expect((await resumed).answer).toMatchObject({ outcome: "succeeded" });
  });
});

describe("streams that break off", () => {
  test("half-way are taken up again, and nothing of them counts twice", async () => {
    stopTime();
    const { client, live } = await openWatch();
    const told: (string | undefined)[] = [];
    const watching = client.callTool(
      { name: "watch_stack_job", arguments: { id: live.id, seconds: 60 } },
      { onprogress: ({ message }) => void told.push(message) },
    );
    await until(() => live.followers() === 2);
    const say = async (text: string) => {
      live.tell(line(text));
      await vi.advanceTimersByTimeAsync(600);
    };
    await say("first");
    await say("second");
    live.hangUp();
    await vi.advanceTimersByTimeAsync(1_000);
    await until(() => live.followers() === 2);
    await say("third");
    live.end("succeeded");
    expect((await watching).structuredContent).not.toHaveProperty("note");
    const lines = told.filter((message) => message?.startsWith("update: "));
    expect(lines).toEqual(["update: first", "update: second", "update: third"]);
  });

  test("for good are made up for by reading the job", async () => {
    stopTime();
    const live = liveStackJob();
    const { get } = live.service;
    const { call } = await openWatch({ ...live, service: { get } as typeof live.service });
    const watching = call("watch_stack_job", { id: live.id, seconds: 60 });
    await vi.advanceTimersByTimeAsync(2_000);
    live.end("succeeded");
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await watching).answer).toMatchObject({
      outcome: "succeeded",
      note: expect.stringMatching(/events broke off/),
    });
  });

  test("together with everything else end with what was known last, and why", async () => {
    stopTime();
    const live = liveStackJob();
    let isDead = false;
    const dying = <Args extends unknown[], Result>(answer: (...args: Args) => Result) => {
      return (...args: Args) => {
        if (isDead) throw new Error("The API is gone");
        return answer(...args);
      };
    };
    const { get, getProgressEventStream, getStackJobStatusStream } = live.service;
    const { call } = await openWatch({
      ...live,
      service: {
        get: dying(get),
        getProgressEventStream: dying(getProgressEventStream),
        getStackJobStatusStream: dying(getStackJobStatusStream),
      },
    });
    const watching = call("watch_stack_job", { id: live.id, seconds: 60 });
    await until(() => live.followers() === 2);
    isDead = true;
    live.hangUp();
    await vi.advanceTimersByTimeAsync(50_000);
    expect((await watching).answer).toMatchObject({
      outcome: "running",
      note: expect.stringMatching(/could not be followed any further/),
      next: expect.stringContaining("watch_stack_job"),
    });
  });
});

describe("a look without waiting", () => {
  test("shows the events so far of a job that goes on, and says that there may be more", async () => {
    stopTime();
    const { call, live } = await openWatch();
    live.tell(...Array.from({ length: 12 }, (_, index) => line(`line ${index}`)));
    const looking = call("watch_stack_job", { id: live.id, seconds: 0 });
    await until(() => live.followers() === 1);
    await vi.advanceTimersByTimeAsync(2_000);
    const { answer } = await looking;
    expect(answer).toMatchObject({
      outcome: "running",
      events: {
        state: "cut",
        told: 12,
        matching: 12,
        reason: expect.stringMatching(/2 of 12 lines .* said nothing for 2 s/),
      },
    });
    expect((answer.events as { lines: string[] }).lines).toEqual(
      Array.from({ length: 10 }, (_, index) => `update: line ${index + 2}`),
    );
  });

  test("is complete where the job has ended", async () => {
    const { call, live } = await openWatch();
    live.tell(line("password: abc12"));
    live.end("succeeded");
    expect((await call("watch_stack_job", { id: live.id, seconds: 0 })).answer.events).toEqual({
      state: "complete",
      told: 1,
      matching: 1,
      lines: ["update: password: [hidden]"],
    });
  });
});
