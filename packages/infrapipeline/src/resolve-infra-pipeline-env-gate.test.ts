import { Code, ConnectError } from "@connectrpc/connect";
import { WorkflowExecutionStatus } from "@planton-mcp/api/commons/workflow/workflow";
import { InfraPipelineCommandController } from "@planton-mcp/api/infrahub/infrapipeline/v1/command";
import { InfraPipelineQueryController } from "@planton-mcp/api/infrahub/infrapipeline/v1/query";
import { allowGuarded, type GuardedCall } from "@planton-mcp/core";
import { connect, connectToSandbox, fakeBackend, liveInfraPipeline } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { infrapipeline } from "./index.ts";

const gate = { infra_pipeline_id: "infpipe_01kseed0000000000000000002", env: "prod" };
const approve = { ...gate, decision: "approve" };
const tool = "resolve_infra_pipeline_env_gate";

test("is planned first with the gate and what it lets go ahead, and decides by the confirmation", async () => {
  const { call, calls } = await connectToSandbox(infrapipeline, {}, { jobs: "manual" });
  const { answer } = await call(tool, approve);
  expect(answer).toMatchObject({
    plan: {
      target: {
        kind: "infra_pipeline",
        name: "the gate of prod, platform c41e77d of infra project platform",
        env: "prod",
      },
      warnings: ["It deploys in prod: AwsVpc/network."],
    },
  });
  expect(calls.map(({ method }) => method.name)).not.toContain("resolveEnvironmentManualGate");
  const { confirmation } = answer;
  expect((await call(tool, { ...gate, decision: "reject", confirmation })).failure?.code).toBe("confirmation_void");
  expect((await call(tool, { ...approve, confirmation })).answer).toMatchObject({
    decided: "Approved the gate of prod.",
    outcome: "running",
  });
  expect(calls.filter(({ method }) => method.name === "resolveEnvironmentManualGate")).toMatchObject([
    { request: { infraPipelineId: gate.infra_pipeline_id, env: "prod", manualGateDecision: 1 } },
  ]);
  expect((await call(tool, approve)).failure).toMatchObject({ code: "failed_precondition" });
});

test("says that rejecting is final and what stays, and ends the pipeline", async () => {
  const { call, as } = await connectToSandbox(infrapipeline, {}, { jobs: { seconds: 0 } });
  const reject = { ...gate, decision: "reject" };
  expect((await call(tool, reject)).answer).toMatchObject({
    plan: {
      warnings: [
        expect.stringMatching(/^Rejecting is final: prod and what comes after it are not deployed/),
        "What it has already deployed stays so: dev.",
      ],
    },
  });
  for (const who of ["member", "viewer", "outsider"] as const) {
    const other = await as(who, { guard: allowGuarded });
    expect((await other.call(tool, reject)).failure).toMatchObject({ code: "permission_denied" });
  }
  const owner = await as("owner", { guard: allowGuarded });
  expect((await owner.call(tool, { ...reject, wait: true })).answer).toMatchObject({
    decided: "Rejected the gate of prod.",
    outcome: "cancelled",
  });
});

test("names the environment that was probably meant, and decides nothing", async () => {
  const { call, calls } = await connectToSandbox(infrapipeline, { guard: allowGuarded });
  expect((await call(tool, { ...approve, env: "prd" })).failure).toMatchObject({
    problems: [{ argument: "env", message: expect.stringContaining("Did you mean prod?") }],
  });
  expect((await call(tool, { ...approve, env: "dev" })).failure).toMatchObject({
    code: "failed_precondition",
    next: "Nothing was done. It waits at the gate of prod.",
  });
  expect(calls.map(({ method }) => method.name)).not.toContain("resolveEnvironmentManualGate");
});

async function openFake(resolve: (live: ReturnType<typeof liveInfraPipeline>) => void) {
  const live = liveInfraPipeline();
  const seen: GuardedCall[] = [];
  const backend = fakeBackend((router) => {
    router.service(InfraPipelineQueryController, live.service);
    router.service(InfraPipelineCommandController, {
      resolveEnvironmentManualGate: () => {
        resolve(live);
        return {};
      },
    });
  });
  const connection = await connect(infrapipeline, backend, { guard: (guarded) => void seen.push(guarded) });
  return { ...connection, live, seen, args: { ...approve, infra_pipeline_id: live.id } };
}

const waitsFor = (...slugs: string[]) => ({
  deploymentStage: {
    environments: [
      {
        env: "prod",
        requiresManualGate: true,
        status: WorkflowExecutionStatus.awaiting_approval,
        cloudResourceDag: { nodes: slugs.map((slug) => ({ id: { kind: 216, slug }, execution: {} })) },
      },
      { env: "dr", position: 1 },
    ],
  },
});

test("asks again once what would be deployed has changed, and tells what follows unasked", async () => {
  const { call, live, seen, args } = await openFake(() => {});
  live.become("awaiting_approval", waitsFor("a"));
  await call(tool, args);
  live.become("awaiting_approval", waitsFor("a", "b"));
  await call(tool, args);
  expect(seen[0]?.target?.version).not.toBe(seen[1]?.target?.version);
  expect(seen[1]?.warnings).toEqual([
    "It deploys in prod: AwsVpc/a, AwsVpc/b.",
    "Then it goes on to dr without asking again.",
  ]);
});

test("waits past the gate that it has opened, though the pipeline still stands there", async () => {
  const { call, live, args } = await openFake(() => {});
  live.become("awaiting_approval", waitsFor("a"));
  const resolving = call(tool, { ...args, wait: true });
  while (live.followers() < 1) await new Promise((resolve) => setImmediate(resolve));
  live.end("succeeded");
  expect((await resolving).answer).toMatchObject({ decided: "Approved the gate of prod.", outcome: "succeeded" });
});

test("says what is known where the answer was lost", async () => {
  const lose = () => {
    throw new ConnectError("connection reset", Code.Unavailable);
  };
  const taken = await openFake((live) => {
    live.become("running");
    lose();
  });
  taken.live.become("awaiting_approval", waitsFor("a"));
  expect((await taken.call(tool, taken.args)).failure).toMatchObject({
    outcome_unknown: true,
    next: expect.stringMatching(/waits no more.*get_infra_pipeline {"id":"infpipe_live"}/),
  });
  const open = await openFake(lose);
  open.live.become("awaiting_approval", waitsFor("a"));
  expect((await open.call(tool, open.args)).failure?.next).toContain("It still waits so far.");
});
