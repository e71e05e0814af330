import {
  WorkflowExecutionResult as Result,
  WorkflowExecutionStatus as Status,
} from "@planton-mcp/api/commons/workflow/workflow";
import { CloudResourceCommandController } from "@planton-mcp/api/infrahub/cloudresource/v1/command";
import { CloudResourceLockController } from "@planton-mcp/api/infrahub/cloudresource/v1/lock";
import { CloudResourceQueryController } from "@planton-mcp/api/infrahub/cloudresource/v1/query";
import type { StackJob } from "@planton-mcp/api/infrahub/stackjob/v1/api";
import { StackJobCommandController } from "@planton-mcp/api/infrahub/stackjob/v1/command";
import { StackJobOperationType as Operation } from "@planton-mcp/api/infrahub/stackjob/v1/enum";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import type { SandboxOptions } from "@planton-mcp/sandbox";
import { describe, expect, test } from "vitest";
import { caller, failureOf, follower, openSandbox, outcomeOf, rest, work } from "./scene.ts";

const resources = CloudResourceCommandController.method;
const { get } = CloudResourceQueryController.method;
const { listLocks, removeLocks } = CloudResourceLockController.method;
const command = StackJobCommandController.method;
const jobs = StackJobQueryController.method;

const vpc = 216;

/** A sandbox whose jobs go a step at a time, and what a test of them needs again and again. */
function open(options: SandboxOptions = { jobs: "manual" }) {
  const sandbox = openSandbox(options);
  const call = caller(sandbox.backend, sandbox.keys.owner);
  const apply = (labels: Record<string, string> = {}, spec: Record<string, unknown> = {}, more = {}) =>
    call(resources.apply, {
      metadata: { org: "acme", env: "dev", slug: "lab", labels },
      spec: {
        kind: vpc,
        cloudObject: {
          apiVersion: "aws.openmcf.org/v1",
          kind: "AwsVpc",
          metadata: { name: "lab" },
          spec: spec as never,
        },
        ...more,
      },
    });
  const jobOf = async (value: string) => call(jobs.get, { value });
  const last = async (value: string) => call(jobs.getLastStackJobByCloudResourceId, { value });
  const settle = () => {
    while (sandbox.step());
  };
  const stand = async (value: string) => {
    const { status, result } = (await jobOf(value)).status?.progress ?? {};
    return `${Status[status ?? 0]} ${Result[result ?? 0]}`;
  };
  const stepUntil = async (value: string, isThere: (job: Awaited<ReturnType<typeof jobOf>>) => boolean) => {
    while (!isThere(await jobOf(value))) if (!sandbox.step()) throw new Error("It never comes to that.");
  };
  return { sandbox, call, apply, jobOf, last, settle, stand, stepUntil };
}

const isUpdating = ({ status }: StackJob) => status?.iacOperations?.update?.status === Status.running;

describe("a job", () => {
  test("goes from queued through its operations to its end, and leaves infrastructure and outputs", async () => {
    const { apply, call, settle, stand, jobOf, stepUntil } = open();
    const made = await apply();
    const job = made.status?.stackJobId ?? "";
    expect(await stand(job)).toBe("queued tbd");
    await stepUntil(job, isUpdating);
    const midway = (await jobOf(job)).status?.iacOperations;
    expect(midway?.updatePreview).toMatchObject({ status: Status.completed, result: Result.succeeded });
    expect(midway?.destroy?.isRequired).toBe(false);
    settle();
    expect(await stand(job)).toBe("completed succeeded");
    const { status } = await jobOf(job);
    expect(status?.iacResources.map(({ resourceType }) => resourceType)).toContain("aws:ec2/vpc:Vpc");
    expect(status?.iacOperations?.update?.snapshot?.summary).toMatchObject({ createResourceCount: 4 });
    const stored = await call(get, { value: made.metadata?.id ?? "" });
    expect(stored.spec?.cloudObject?.status).toMatchObject({ outputs: { vpc_id: expect.stringMatching(/^vpc-/) } });
    // A job is no change of the resource: it stays at the version that was applied.
    expect(stored.metadata?.version?.id).toBe(made.metadata?.version?.id);
    const { entries } = await call(jobs.findIacResourcesByApiResourceId, { value: made.metadata?.id ?? "" });
    expect(entries).toEqual(status?.iacResources);
  });

  test("changes what the manifest changes, and nothing where it says the same", async () => {
    const { apply, settle, jobOf } = open();
    await apply({}, { vpc_cidr: "10.0.0.0/16" });
    settle();
    const counts = async (cidr: string) => {
      const { status } = await apply({}, { vpc_cidr: cidr });
      settle();
      return (await jobOf(status?.stackJobId ?? "")).status?.iacOperations?.update?.snapshot?.summary;
    };
    expect(await counts("10.0.0.0/16")).toMatchObject({ unchangedResourceCount: 4, updateResourceCount: 0 });
    expect(await counts("10.2.0.0/16")).toMatchObject({ unchangedResourceCount: 3, updateResourceCount: 1 });
  });

  test.each(["init", "refresh", "preview", "update"])(
    "fails at %s where the resource is labelled so",
    async (where) => {
      const { apply, settle, jobOf, call } = open();
      const job = (await apply({ "sandbox/fail": where })).status?.stackJobId ?? "";
      settle();
      const { status } = await jobOf(job);
      expect(status?.progress).toMatchObject({ status: Status.completed, result: Result.failed });
      const { init, refresh, updatePreview: preview, update } = status?.iacOperations ?? {};
      const states = Object.entries({ init, refresh, preview, update });
      const failed = states.filter(([, state]) => state?.result === Result.failed);
      expect(failed.map(([name]) => name)).toEqual([where]);
      const errors = status?.progress?.errors ?? [];
      expect(failed[0]?.[1]?.snapshot?.diagnosticMessages.map(({ message }) => message)).toEqual(errors);
      if (where !== "update") expect(status?.iacOperations?.update?.result).toBe(Result.skipped);
      const input = { stackJobId: job, errorMessage: errors[0] ?? "" };
      expect((await call(jobs.getErrorResolutionRecommendation, input)).value).not.toContain("Nothing is known");
    },
  );

  test("keeps what it had made before it failed, and makes the rest when it is mended", async () => {
    const { apply, settle, jobOf } = open();
    const run = async (labels: Record<string, string>) => {
      const { status } = await apply(labels);
      settle();
      return (await jobOf(status?.stackJobId ?? "")).status;
    };
    expect((await run({ "sandbox/fail": "update" }))?.iacResources).toHaveLength(3);
    const mended = await run({});
    expect(mended?.iacOperations?.update?.snapshot?.summary).toMatchObject({ createResourceCount: 1 });
    expect(mended?.iacResources).toHaveLength(4);
  });

  test("ends after the operation that it is in when it is cancelled", async () => {
    const { apply, call, settle, stepUntil, jobOf } = open();
    const value = (await apply()).status?.stackJobId ?? "";
    expect(await outcomeOf(call(command.cancel, { value }))).toBe("FailedPrecondition");
    await stepUntil(value, ({ status }) => status?.iacOperations?.updatePreview?.status === Status.running);
    await call(command.cancel, { value });
    settle();
    const { status } = await jobOf(value);
    expect(status?.progress?.result).toBe(Result.cancelled);
    expect(status?.iacOperations?.updatePreview?.result).toBe(Result.succeeded);
    expect(status?.iacOperations?.update).toMatchObject({ result: Result.skipped });
    expect(await outcomeOf(call(command.cancel, { value }))).toBe("FailedPrecondition");
  });

  test("that hangs does so until it is cancelled", async () => {
    const { sandbox, apply, call, settle, stand } = open();
    const value = (await apply({ "sandbox/hang": "update" })).status?.stackJobId ?? "";
    settle();
    expect(sandbox.step()).toBe(false);
    expect(await stand(value)).toBe("running tbd");
    await call(command.cancel, { value });
    settle();
    expect(await stand(value)).toBe("completed cancelled");
  });

  test("runs again as another, once it is over", async () => {
    const { apply, call, settle, stand } = open();
    const value = (await apply()).status?.stackJobId ?? "";
    expect(await outcomeOf(call(command.rerun, { value }))).toBe("FailedPrecondition");
    settle();
    const again = await call(command.rerun, { value });
    expect(again.metadata?.id).not.toBe(value);
    expect(again.spec?.stackJobOperation).toBe(Operation.update);
    settle();
    expect(await stand(again.metadata?.id ?? "")).toBe("completed succeeded");
  });

  test("waits for a word between preview and update where its flow control says so", async () => {
    const { sandbox, apply, call, settle, stand } = open();
    const flow = { flowControl: { pauseBetweenPreviewAndUpdateOrDestroy: true } };
    const value = (await apply({}, {}, flow)).status?.stackJobId ?? "";
    settle();
    expect(await stand(value)).toBe("awaiting_approval tbd");
    const viewer = caller(sandbox.backend, sandbox.keys.viewer);
    expect(await outcomeOf(viewer(command.resume, { value }))).toBe("PermissionDenied");
    expect((await call(command.resume, { value })).status?.iacOperations?.update?.isApproved).toBe(true);
    expect(await outcomeOf(call(command.resume, { value }))).toBe("FailedPrecondition");
    settle();
    expect(await stand(value)).toBe("completed succeeded");
  });

  test("tells a terraform module's events where that is the provisioner", async () => {
    const { sandbox, apply, settle, jobOf } = open();
    const made = await apply({}, {}, { provisionerInfo: { provisioner: 1 } });
    settle();
    const value = made.status?.stackJobId ?? "";
    expect((await jobOf(value)).status?.iacResources[0]?.address).toBe("aws_vpc.lab");
    const events = await rest(follower(sandbox.backend, sandbox.keys.owner)(jobs.getProgressEventStream, { value }));
    const messages = events.map((event) => event.terraformEngineEventPayload?.terraformJsonLog?.message);
    expect(messages).toContain("4 to add, 0 to change, 0 to destroy");
    expect(events.some(({ pulumiEngineEventPayload }) => pulumiEngineEventPayload !== undefined)).toBe(false);
  });

  test.each([0, 0.05])("goes by itself where it is to take %d seconds", async (seconds) => {
    const { apply, call, jobOf, sandbox } = open({ jobs: { seconds } });
    const value = (await apply()).status?.stackJobId ?? "";
    const events = await rest(follower(sandbox.backend, sandbox.keys.owner)(jobs.getStackJobStatusStream, { value }));
    expect(events.at(-1)?.progress?.result).toBe(Result.succeeded);
    expect((await jobOf(value)).status?.progress).toEqual(events.at(-1)?.progress);
    expect(await outcomeOf(call(command.rerun, { value }))).toBe("OK");
  });
});

describe("a lock", () => {
  test("lets one job of a resource run at a time, in the order of their coming", async () => {
    const { apply, call, settle, stand, stepUntil } = open();
    const first = await apply();
    const value = first.metadata?.id ?? "";
    const second = (await apply()).status?.stackJobId ?? "";
    await stepUntil(first.status?.stackJobId ?? "", isUpdating);
    expect(await stand(second)).toBe("queued tbd");
    const locks = await call(listLocks, { value });
    expect(locks).toMatchObject({
      isLocked: true,
      currentLock: { workflowId: `stack-job/${first.status?.stackJobId}` },
      queue: [{ workflowId: `stack-job/${second}`, position: 1 }],
    });
    settle();
    expect(await stand(second)).toBe("completed succeeded");
    expect((await call(listLocks, { value })).isLocked).toBe(false);
  });

  test("is removed with its queue: who waited fails, who runs goes on", async () => {
    const { apply, call, settle, stand, stepUntil } = open();
    const first = await apply();
    const second = (await apply()).status?.stackJobId ?? "";
    await stepUntil(first.status?.stackJobId ?? "", isUpdating);
    const removed = await call(removeLocks, { value: first.metadata?.id ?? "" });
    expect(removed).toMatchObject({ lockRemoved: true, queueEntriesRemoved: 1 });
    settle();
    expect([await stand(first.status?.stackJobId ?? ""), await stand(second)]).toEqual([
      "completed succeeded",
      "completed failed",
    ]);
    expect(await call(removeLocks, { value: first.metadata?.id ?? "" })).toMatchObject({ lockRemoved: false });
  });

  test("holds up what would take the record away", async () => {
    const { apply, call, settle } = open();
    const resourceId = (await apply()).metadata?.id ?? "";
    const failure = await failureOf(call(resources.delete, { resourceId }));
    expect(failure.rawMessage).toContain("is locked by stack job");
    settle();
    await call(resources.delete, { resourceId });
    expect(await outcomeOf(call(get, { value: resourceId }))).toBe("NotFound");
  });
});

describe("what is removed", () => {
  test("destroy takes the infrastructure and keeps the record", async () => {
    const { apply, call, settle, last } = open();
    const value = (await apply()).metadata?.id ?? "";
    settle();
    await call(resources.destroy, { metadata: { id: value } });
    settle();
    expect((await last(value)).status?.iacOperations?.destroy?.snapshot?.summary?.deleteResourceCount).toBe(4);
    expect((await call(jobs.findIacResourcesByApiResourceId, { value })).entries).toEqual([]);
    expect((await call(get, { value })).spec?.cloudObject).not.toHaveProperty("status");
  });

  test("purge takes both, lets nothing else begin meanwhile, and its job can still be read", async () => {
    const { apply, call, settle, stand, jobOf } = open();
    const value = (await apply()).metadata?.id ?? "";
    settle();
    const job = (await call(resources.purge, { value })).status?.stackJobId ?? "";
    expect(await outcomeOf(apply())).toBe("FailedPrecondition");
    expect(await outcomeOf(call(resources.purge, { value }))).toBe("FailedPrecondition");
    settle();
    expect(await outcomeOf(call(get, { value }))).toBe("NotFound");
    expect(await stand(job)).toBe("completed succeeded");
    expect((await jobOf(job)).spec?.cloudResource?.metadata?.id).toBe(value);
    expect((await apply()).metadata?.id).not.toBe(value);
  });

  test("a purge that fails keeps the record", async () => {
    const { apply, call, settle, stand } = open();
    const value = (await apply({ "sandbox/fail": "destroy" })).metadata?.id ?? "";
    settle();
    const job = (await call(resources.purge, { value })).status?.stackJobId ?? "";
    settle();
    expect(await stand(job)).toBe("completed failed");
    expect(await outcomeOf(call(get, { value }))).toBe("OK");
  });
});

describe("the story", () => {
  test("has one failed job that says why, and one that waits", async () => {
    const { call } = open();
    const list = async (filter: object) => {
      const { entries } = await call(jobs.listByFilters, { org: "acme", ...filter });
      return entries.map(({ metadata }) => metadata?.id);
    };
    expect(await list({ result: Result.failed })).toEqual([work.failedJob]);
    expect(await list({ status: Status.awaiting_approval })).toEqual([work.waitingJob]);
    const { status } = await call(jobs.get, { value: work.failedJob });
    expect(status?.progress?.errors.join()).toContain("Insufficient memory");
    expect((await call(jobs.findServiceStackJobsByEnv, { value: work.service })).entries).toMatchObject({
      dev: { status: { progress: { result: Result.succeeded } } },
      prod: {},
    });
  });

  test("lists jobs newest first, a page at a time from page 1", async () => {
    const { call } = open();
    const page = async (num: number) =>
      call(jobs.listByFilters, { org: "acme", env: "dev", pageInfo: { num, size: 3 } });
    const [first, second, zeroth] = [await page(1), await page(2), await page(0)];
    expect(first.totalPages).toBe(3);
    expect(first.entries).toEqual(zeroth.entries);
    const ids = [...first.entries, ...second.entries].map(({ metadata }) => metadata?.id);
    expect(new Set(ids).size).toBe(6);
    expect(first.entries.every(({ metadata }) => metadata?.env === "dev")).toBe(true);
  });

  test("goes on where somebody lets it: the waiting job ends once it is approved", async () => {
    const { call, settle, stand } = open();
    await call(command.resume, { value: work.waitingJob });
    settle();
    expect(await stand(work.waitingJob)).toBe("completed succeeded");
  });

  test("a request for less memory mends the failed database", async () => {
    const { call, settle, last } = open();
    const resource = await call(get, { value: work.devDatabase });
    const manifest = JSON.stringify(resource.spec?.cloudObject).replaceAll("64Gi", "2Gi");
    if (resource.spec) resource.spec.cloudObject = JSON.parse(manifest);
    await call(resources.apply, resource);
    settle();
    expect((await last(work.devDatabase)).status?.progress?.result).toBe(Result.succeeded);
  });
});
