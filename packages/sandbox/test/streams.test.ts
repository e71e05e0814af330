import { Code } from "@connectrpc/connect";
import { WorkflowExecutionStatus as Status } from "@planton-mcp/api/commons/workflow/workflow";
import { CloudResourceCommandController } from "@planton-mcp/api/infrahub/cloudresource/v1/command";
import { StackJobProgressEventType as EventType } from "@planton-mcp/api/infrahub/stackjob/v1/enum";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import type { Backend } from "@planton-mcp/core/backend";
import type { Sandbox } from "@planton-mcp/sandbox";
import { describe, expect, test } from "vitest";
import { caller, connect, failureOf, follower, openSandbox, outcomeOf, rest, seeded, work } from "./scene.ts";

const { getProgressEventStream, getStackJobStatusStream } = StackJobQueryController.method;
const value = work.failedJob;

const backends: Readonly<Record<string, (sandbox: Sandbox) => Backend | Promise<Backend>>> = {
  "in process": ({ backend }) => backend,
  "over gRPC": connect,
};

describe.each(Object.entries(backends))("%s, a stream", (_, backendOf) => {
  async function open() {
    const sandbox = openSandbox({ jobs: "manual" });
    const backend = await backendOf(sandbox);
    const follow = follower(backend, sandbox.keys.owner);
    const begin = async (labels: Record<string, string> = {}) => {
      const made = await caller(backend, sandbox.keys.owner)(CloudResourceCommandController.method.apply, {
        metadata: { org: "acme", env: seeded.dev, slug: "lab", labels },
        spec: { kind: 216, cloudObject: { kind: "AwsVpc", apiVersion: "aws.openmcf.org/v1" } },
      });
      return { value: made.status?.stackJobId ?? "" };
    };
    return { sandbox, follow, begin };
  }

  test("tells all that has been, from its start, to everyone, and ends", async () => {
    const { follow } = await open();
    const [one, other] = [
      rest(follow(getProgressEventStream, { value })),
      rest(follow(getProgressEventStream, { value })),
    ];
    const events = await one;
    expect(events).toEqual(await other);
    expect(events[0]?.jobStatusChangedEventPayload?.status).toBe(Status.queued);
    expect(events.at(-1)?.jobStatusChangedEventPayload).toMatchObject({
      status: Status.completed,
      failedReason: expect.stringContaining("Insufficient memory"),
    });
    const types = new Set(events.map(({ eventType }) => eventType));
    expect(types).toContain(EventType.pulumi_engine_event);
    expect(types).toContain(EventType.iac_module_repo_setup_event);
  });

  test("follows what goes on until it is over", async () => {
    const { sandbox, follow, begin } = await open();
    const job = await begin();
    const events = follow(getProgressEventStream, job);
    expect((await events.next()).value?.jobStatusChangedEventPayload?.status).toBe(Status.queued);
    const next = events.next();
    sandbox.step();
    expect((await next).value?.jobStatusChangedEventPayload?.status).toBe(Status.running);
    const remaining = rest(events);
    while (sandbox.step());
    expect((await remaining).at(-1)?.jobStatusChangedEventPayload?.status).toBe(Status.completed);
  });

  test("of a status tells how it stands, and each change of it", async () => {
    const { sandbox, follow, begin } = await open();
    const job = await begin();
    const statuses = follow(getStackJobStatusStream, job);
    expect((await statuses.next()).value?.progress?.status).toBe(Status.queued);
    const remaining = rest(statuses);
    while (sandbox.step());
    const seen = await remaining;
    expect(seen.at(-1)?.progress?.status).toBe(Status.completed);
  });

  test("ends with the call: when it is given up, and when its time is up", async () => {
    const { follow, begin, sandbox } = await open();
    const job = await begin({ "sandbox/hang": "init" });
    const aborting = new AbortController();
    const canceled = outcomeOf(rest(follow(getProgressEventStream, job, { signal: aborting.signal })));
    const late = outcomeOf(rest(follow(getProgressEventStream, job, { timeoutMs: 60 })));
    expect(await late).toBe("DeadlineExceeded");
    aborting.abort();
    expect(await canceled).toBe("Canceled");
    const stopped = follow(getProgressEventStream, job);
    await stopped.next();
    await stopped.return?.();
    expect((await stopped.next()).done).toBe(true);
    const closed = outcomeOf(rest(follow(getProgressEventStream, job)));
    await sandbox.close();
    expect(await closed).toMatch(/Unavailable|Canceled/);
  });

  test("meets errors, latency and silence before its first message", async () => {
    const { sandbox, follow } = await open();
    sandbox.inject({ kind: "error", code: Code.Unavailable, message: "Later.", method: "*", times: 1 });
    const failure = await failureOf(follow(getProgressEventStream, { value }).next());
    expect(failure).toMatchObject({ code: Code.Unavailable, rawMessage: "Later." });
    sandbox.inject({ kind: "latency", milliseconds: 1, method: "getProgressEventStream", times: 1 });
    expect((await follow(getProgressEventStream, { value }).next()).done).toBe(false);
    sandbox.inject({ kind: "silence", method: "getProgressEventStream", times: 1 });
    const silent = follow(getProgressEventStream, { value }, { timeoutMs: 60 });
    expect(await outcomeOf(silent.next())).toBe("DeadlineExceeded");
  });

  test("that is cut breaks off in its third message", async () => {
    const { sandbox, follow } = await open();
    const whole = await rest(follow(getProgressEventStream, { value }));
    sandbox.inject({ kind: "cut", method: "getProgressEventStream", times: 1 });
    const cut = follow(getProgressEventStream, { value });
    expect([(await cut.next()).value, (await cut.next()).value]).toEqual(whole.slice(0, 2));
    expect(await outcomeOf(cut.next())).toMatch(/Unavailable|Canceled|Aborted|Internal/);
    expect(await rest(follow(getProgressEventStream, { value }))).toEqual(whole);
  });

  test("of a newer contract has what this one does not in each message", async () => {
    const { sandbox, follow } = await open();
    sandbox.inject({ kind: "newer", method: "getProgressEventStream", times: 1 });
    const events = await rest(follow(getProgressEventStream, { value }));
    expect(events.every(({ $unknown }) => $unknown?.[0]?.no === 536_870_911)).toBe(true);
  });

  test("of what there is not, or is somebody else's, says nothing", async () => {
    const { sandbox, follow } = await open();
    expect(await outcomeOf(follow(getProgressEventStream, { value: "sj_unknown" }).next())).toBe("NotFound");
    expect(await outcomeOf(follow(getProgressEventStream, {}).next())).toBe("InvalidArgument");
    const otto = follower(await backendOf(sandbox), sandbox.keys.outsider);
    expect(await outcomeOf(otto(getProgressEventStream, { value }).next())).toBe("PermissionDenied");
  });
});
