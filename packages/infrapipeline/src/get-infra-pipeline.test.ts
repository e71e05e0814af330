import { WorkflowExecutionStatus } from "@planton-mcp/api/commons/workflow/workflow";
import { InfraPipelineQueryController } from "@planton-mcp/api/infrahub/infrapipeline/v1/query";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { connect, connectToSandbox, fakeBackend, liveInfraPipeline } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { infrapipeline } from "./index.ts";

const { running, awaiting_approval } = WorkflowExecutionStatus;
const turn = () => new Promise((resolve) => setImmediate(resolve));
const node = (status: number) => ({
  id: { kind: 216, env: "dev", slug: "network" },
  execution: { status, stackJobId: "sj_1" },
});
const inDev = (status: number) => ({
  deploymentStage: { environments: [{ env: "dev", status: running, cloudResourceDag: { nodes: [node(status)] } }] },
});
const atGate = {
  deploymentStage: { environments: [{ env: "prod", requiresManualGate: true, status: awaiting_approval }] },
};

async function open({ jobWaits = false } = {}) {
  const live = liveInfraPipeline();
  const backend = fakeBackend((router) => {
    router.service(InfraPipelineQueryController, live.service);
    router.service(StackJobQueryController, {
      get: () => ({ status: { progress: { status: jobWaits ? awaiting_approval : running } } }),
    });
  });
  return { ...(await connect(infrapipeline, backend)), live, id: live.id };
}

const watched = async ({ followers }: { followers: () => number }, count: number) => {
  while (followers() < count) await turn();
};

test("is read whole, and only by members", async () => {
  const { call, as } = await connectToSandbox(infrapipeline);
  const id = "infpipe_01kseed0000000000000000001";
  expect((await call("get_infra_pipeline", { id })).answer).toMatchObject({
    spec: { git_commit: { sha: "5f3c9ab0d1" } },
    status: { progress_result: "succeeded" },
  });
  expect((await (await as("viewer")).call("get_infra_pipeline", { id })).failure).toBeUndefined();
  expect((await (await as("outsider")).call("get_infra_pipeline", { id })).failure?.code).toBe("permission_denied");
});

test("is followed to its end, with progress, by several at once", async () => {
  const { client, call, live, id } = await open();
  const told: { message?: string | undefined; total?: number | undefined }[] = [];
  const args = { id, wait: true };
  const first = client.callTool(
    { name: "get_infra_pipeline", arguments: args },
    { onprogress: (progress) => void told.push(progress) },
  );
  const second = call("get_infra_pipeline", args);
  await watched(live, 2);
  live.become("running", inDev(running));
  live.end("succeeded");
  const summary = { infra_pipeline: { id, org: "acme" }, outcome: "succeeded" };
  expect((await first).structuredContent).toEqual(summary);
  expect((await second).answer).toEqual(summary);
  expect(told.map(({ message }) => message)).toContain("running");
  // Nobody stays behind.
  while (live.followers() > 0) await turn();
});

test("is followed on where its stream breaks off", async () => {
  const { call, live, id } = await open();
  const following = call("get_infra_pipeline", { id, wait: true });
  await watched(live, 1);
  live.hangUp();
  while (live.opened() < 2) await turn();
  live.end("failed", { statusReason: "No runner." });
  expect((await following).answer).toMatchObject({
    outcome: "failed",
    reason: "No runner.",
    next: `get_infra_pipeline_logs {"id":"${id}"} shows what was printed.`,
  });
});

test("ends the wait at a gate, and names the tool that resolves it", async () => {
  const { call, live, id } = await open();
  const following = call("get_infra_pipeline", { id, wait: true });
  await watched(live, 1);
  live.become("awaiting_approval", atGate);
  expect((await following).answer).toMatchObject({
    outcome: "awaiting_approval",
    gates: [{ env: "prod" }],
    next: expect.stringContaining(
      `resolve_infra_pipeline_env_gate {"infra_pipeline_id":"${id}","env":"prod","decision":"approve"}`,
    ),
  });
});

test("says that it waits, though the pipeline names no gate", async () => {
  const { call, live, id } = await open();
  live.become("awaiting_approval");
  expect((await call("get_infra_pipeline", { id, wait: true })).answer).toMatchObject({
    outcome: "awaiting_approval",
    note: "It waits for an approval, and does not say which: look at it whole.",
  });
});

test("ends the wait where one of its stack jobs waits for approval, which the pipeline does not tell", async () => {
  const { call, live, id } = await open({ jobWaits: true });
  live.become("running", inDev(running));
  expect((await call("get_infra_pipeline", { id, wait: true })).answer).toMatchObject({
    outcome: "running",
    waiting_stack_jobs: [{ env: "dev", node_id: "AwsVpc/network", stack_job_id: "sj_1" }],
  });
});

test("says where it stands when the time is up, and how to go on", async () => {
  const { call, live, id } = await open();
  live.become("running", inDev(running));
  expect((await call("get_infra_pipeline", { id, wait: true, wait_seconds: 1 })).answer).toMatchObject({
    outcome: "running",
    note: "The time to wait was up; the pipeline goes on.",
    environments: [{ env: "dev", nodes: [{ node_id: "AwsVpc/network", state: "running", stack_job_id: "sj_1" }] }],
    next: `get_infra_pipeline {"id":"${id}","wait":true} follows it further.`,
  });
});

test("is left alone once the client has left", async () => {
  const { client, live, id } = await open();
  const leaving = new AbortController();
  const following = client.callTool(
    { name: "get_infra_pipeline", arguments: { id, wait: true } },
    { signal: leaving.signal },
  );
  await watched(live, 1);
  leaving.abort();
  await expect(following).rejects.toThrow();
  while (live.followers() > 0) await turn();
  expect(live.opened()).toBe(1);
});
