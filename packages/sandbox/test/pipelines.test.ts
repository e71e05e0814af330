import {
  WorkflowStepManualGateDecision as Decision,
  WorkflowExecutionResult as Result,
  WorkflowExecutionStatus as Status,
} from "@planton-mcp/api/commons/workflow/workflow";
import { CloudResourceCommandController } from "@planton-mcp/api/infrahub/cloudresource/v1/command";
import { CloudResourceQueryController } from "@planton-mcp/api/infrahub/cloudresource/v1/query";
import { InfraPipelineCommandController } from "@planton-mcp/api/infrahub/infrapipeline/v1/command";
import { InfraPipelineQueryController } from "@planton-mcp/api/infrahub/infrapipeline/v1/query";
import { StackJobCommandController } from "@planton-mcp/api/infrahub/stackjob/v1/command";
import { expect, test } from "vitest";
import { caller, failureOf, follower, openSandbox, outcomeOf, rest, work } from "./scene.ts";

const command = InfraPipelineCommandController.method;
const query = InfraPipelineQueryController.method;
const resources = CloudResourceCommandController.method;

function open() {
  const sandbox = openSandbox({ jobs: "manual" });
  const call = caller(sandbox.backend, sandbox.keys.owner);
  const settle = () => {
    while (sandbox.step());
  };
  const environmentsOf = async (value: string) => {
    const { status } = await call(query.get, { value });
    return status?.deploymentStage?.environments.map(({ env, status, result }) => [
      env,
      Status[status],
      Result[result],
    ]);
  };
  const nodesOf = async (value: string) => {
    const environments = (await call(query.get, { value })).status?.deploymentStage?.environments ?? [];
    return environments.flatMap(({ cloudResourceDag }) => cloudResourceDag?.nodes ?? []);
  };
  const gate = (infraPipelineId: string, manualGateDecision: Decision) =>
    call(command.resolveEnvironmentManualGate, { infraPipelineId, env: "prod", manualGateDecision });
  const run = async () =>
    (await call(command.runGitCommit, { infraProjectId: work.project, commitSha: "0a1b2c3d" })).value;
  /** Applies a resource of the story again, with labels. */
  const label = async (value: string, labels: Record<string, string>) => {
    const resource = await call(CloudResourceQueryController.method.get, { value });
    if (resource.metadata) Object.assign(resource.metadata.labels, labels);
    await call(resources.apply, resource);
    settle();
  };
  return { sandbox, call, settle, environmentsOf, nodesOf, gate, run, label };
}

test("the story has one that came through, and one at the gate of prod", async () => {
  const { call, environmentsOf } = open();
  const { entries } = await call(query.listByFilters, { org: "acme", infraProjectId: work.project });
  expect(entries.map(({ metadata, status }) => [metadata?.id, Status[status?.progressStatus ?? 0]])).toEqual([
    [work.gatedPipeline, "awaiting_approval"],
    [work.pipeline, "completed"],
  ]);
  expect(await environmentsOf(work.gatedPipeline)).toEqual([
    ["dev", "completed", "succeeded"],
    ["prod", "awaiting_approval", "tbd"],
  ]);
  const last = await call(query.getLastInfraPipelineByInfraProjectId, { value: work.project });
  expect(last.metadata?.id).toBe(work.gatedPipeline);
});

test("it goes from environment to environment, and on from a gate that is approved", async () => {
  const { call, run, settle, gate, environmentsOf, nodesOf } = open();
  const value = await run();
  expect((await call(query.get, { value })).status?.progressStatus).toBe(Status.queued);
  expect(await outcomeOf(gate(value, Decision.yes))).toBe("FailedPrecondition");
  settle();
  expect((await environmentsOf(value))?.[1]).toEqual(["prod", "awaiting_approval", "tbd"]);
  await gate(value, Decision.yes);
  settle();
  // By its policy, jobs in prod wait for a word of their own.
  const waiting = (await nodesOf(value)).find(({ execution }) => execution?.status === Status.awaiting_approval);
  await call(StackJobCommandController.method.resume, { value: waiting?.execution?.stackJobId ?? "" });
  settle();
  const { status } = await call(query.get, { value });
  expect(status).toMatchObject({ progressStatus: Status.completed, progressResult: Result.succeeded });
  const nodes = await nodesOf(value);
  expect(nodes.map(({ execution }) => execution?.result)).toEqual([Result.succeeded, Result.succeeded]);
  expect(nodes.every(({ execution }) => execution?.stackJobId.startsWith("sj_"))).toBe(true);
});

test("it ends at a gate that is rejected, and says so", async () => {
  const { call, settle, gate } = open();
  await gate(work.gatedPipeline, Decision.no);
  settle();
  const { status } = await call(query.get, { value: work.gatedPipeline });
  expect(status).toMatchObject({ progressStatus: Status.completed, progressResult: Result.cancelled });
  expect(status?.statusReason).toContain("gate of prod was rejected");
});

test("it stops where a job fails, and leaves out the rest", async () => {
  const { call, run, settle, environmentsOf, label } = open();
  await label(work.devNetwork, { "sandbox/fail": "update" });
  const value = await run();
  settle();
  expect(await environmentsOf(value)).toEqual([
    ["dev", "completed", "failed"],
    ["prod", "completed", "skipped"],
  ]);
  expect((await call(query.get, { value })).status?.deploymentStage?.environments[0]?.error).toContain(
    "VpcLimitExceeded",
  );
});

test("it waits at a node that asks for it, and goes on when that is approved", async () => {
  const { call, run, settle, label, environmentsOf } = open();
  await label(work.devNetwork, { "sandbox/gate": "manual" });
  const infraPipelineId = await run();
  settle();
  const approve = (nodeId: string) =>
    call(command.resolveNodeManualGate, { infraPipelineId, env: "dev", nodeId, manualGateDecision: Decision.yes });
  expect((await failureOf(approve("AwsVpc/netwrk"))).rawMessage).toContain("It has AwsVpc/network");
  await approve("AwsVpc/network");
  settle();
  expect((await environmentsOf(infraPipelineId))?.[0]).toEqual(["dev", "completed", "succeeded"]);
});

test("it is cancelled with its job, and deleted once it is over", async () => {
  const { sandbox, call, run, settle, label } = open();
  await label(work.devNetwork, { "sandbox/hang": "update" });
  const running = async () => {
    const value = await run();
    settle();
    return value;
  };
  const value = await running();
  expect(await outcomeOf(call(command.delete, { resourceId: value }))).toBe("FailedPrecondition");
  await call(command.cancel, { value });
  settle();
  expect((await call(query.get, { value })).status).toMatchObject({ progressResult: Result.cancelled });
  expect(sandbox.step()).toBe(false);
  expect(await outcomeOf(call(command.cancel, { value }))).toBe("FailedPrecondition");
  await call(command.delete, { resourceId: value });
  expect(await outcomeOf(call(query.get, { value }))).toBe("NotFound");
});

test("a chart's pipeline deploys to its environment; each source has its own way to run", async () => {
  const { call, settle, environmentsOf } = open();
  const { value } = await call(command.runInfraProjectChartSourcePipeline, { value: work.chartProject });
  settle();
  expect(await environmentsOf(value)).toEqual([["dev", "completed", "succeeded"]]);
  const git = call(command.runGitCommit, { infraProjectId: work.chartProject, commitSha: "abc" });
  expect(await outcomeOf(git)).toBe("FailedPrecondition");
  expect(await outcomeOf(call(command.runInfraProjectChartSourcePipeline, { value: work.project }))).toBe(
    "FailedPrecondition",
  );
});

test("its log tells of its tasks, and its status of each change", async () => {
  const { sandbox, run, settle } = open();
  const value = await run();
  const follow = follower(sandbox.backend, sandbox.keys.viewer);
  const [log, statuses] = [follow(query.getLogStream, { value }), follow(query.getStatusStream, { value })];
  expect((await statuses.next()).value?.progressStatus).toBe(Status.queued);
  const first = log.next();
  settle();
  expect((await first).value).toMatchObject({ owner: value, taskName: "git-clone", logMessage: expect.any(String) });
  expect((await statuses.next()).value?.progressStatus).toBe(Status.awaiting_approval);
  const whole = await rest(follow(query.getLogStream, { value: work.pipeline }));
  expect([...new Set(whole.map(({ taskName }) => taskName))]).toEqual(["git-clone", "load-manifests"]);
});
