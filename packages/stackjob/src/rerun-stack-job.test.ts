import { Code, ConnectError } from "@connectrpc/connect";
import { StackJobCommandController } from "@planton-mcp/api/infrahub/stackjob/v1/command";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { connect, fakeBackend, liveStackJob, record } from "@planton-mcp/testkit";
import { describe, expect, test } from "vitest";
import { stackjob } from "./index.ts";

const spec = { cloudResource: { metadata: { id: "cr_1", slug: "logs", org: "acme", env: "dev" } } };

/** A client, a job, and what a rerun of it does; `last` is the resource's newest job. */
async function open(rerun: () => Promise<void>, last: () => string = () => "sj_live") {
  const live = liveStackJob({ spec });
  const { backend, calls } = record(
    fakeBackend((router) => {
      router.service(StackJobQueryController, {
        ...live.service,
        getLastStackJobByCloudResourceId: () => ({ metadata: { id: last() } }),
      });
      router.service(StackJobCommandController, {
        rerun: async () => {
          await rerun();
          return live.job();
        },
      });
    }),
  );
  const connection = await connect(stackjob, backend);
  return { ...connection, live, reruns: () => calls.filter(({ method }) => method.name === "rerun").length };
}

test("starts a run and says where it stands and how to follow it", async () => {
  const { call, live, reruns } = await open(async () => {});
  expect((await call("rerun_stack_job", { id: live.id })).answer).toEqual({
    stack_job: { id: live.id, cloud_resource_id: "cr_1", cloud_resource: "logs", org: "acme", env: "dev" },
    outcome: "running",
    next: 'watch_stack_job {"id":"sj_live"} follows it further.',
  });
  expect(reruns()).toBe(1);
});

test("waits for the end of the run where it is asked to", async () => {
  const { call, live, client } = await open(async () => {});
  const told: unknown[] = [];
  const rerunning = client.callTool(
    { name: "rerun_stack_job", arguments: { id: live.id, wait: true } },
    { onprogress: (progress) => void told.push(progress) },
  );
  while (live.followers() < 2) await new Promise((resolve) => setImmediate(resolve));
  live.end("succeeded");
  expect((await rerunning).structuredContent).toMatchObject({ outcome: "succeeded" });
  expect(told).not.toEqual([]);
  expect((await call("rerun_stack_job", { id: live.id, wait: true, wait_seconds: 0 })).failure).toMatchObject({
    code: "invalid_arguments",
    problems: [{ argument: "wait_seconds" }],
  });
});

describe("an answer that was lost", () => {
  const lose = async () => {
    throw new ConnectError("connection reset", Code.Unavailable);
  };

  test("after the run was started names the run, and nobody starts another", async () => {
    let last = "sj_live";
    const { call, live, reruns } = await open(
      async () => {
        last = "sj_new";
        await lose();
      },
      () => last,
    );
    expect((await call("rerun_stack_job", { id: live.id })).failure).toMatchObject({
      code: "unavailable",
      outcome_unknown: true,
      next: expect.stringMatching(/sj_new is new. Don't call again.*watch_stack_job {"id":"sj_new"}/),
    });
    expect(reruns()).toBe(1);
  });

  test("with no run to be seen says so, and where to look", async () => {
    const { call, live } = await open(lose);
    expect((await call("rerun_stack_job", { id: live.id })).failure).toMatchObject({
      outcome_unknown: true,
      next: expect.stringMatching(/not known whether a job was started.*still sj_live.*list_stack_jobs/),
    });
  });
});

test("starts nothing for a job that is not there", async () => {
  const { call, reruns } = await open(async () => {});
  expect((await call("rerun_stack_job", { id: "sj_nobody" })).failure).toMatchObject({ code: "not_found" });
  expect(reruns()).toBe(0);
});

test("starts nothing while it can't see the job before, for it could not tell a new one from that", async () => {
  const unavailable = () => {
    throw new ConnectError("Moving house.", Code.Unavailable);
  };
  const { call, live, reruns } = await open(async () => {}, unavailable);
  expect((await call("rerun_stack_job", { id: live.id })).failure).toMatchObject({ code: "unavailable" });
  expect(reruns()).toBe(0);
});
