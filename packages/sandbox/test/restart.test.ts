import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import {
  WorkflowExecutionResult as Result,
  WorkflowExecutionStatus as Status,
} from "@planton-mcp/api/commons/workflow/workflow";
import { CloudResourceCommandController } from "@planton-mcp/api/infrahub/cloudresource/v1/command";
import { CloudResourceLockController } from "@planton-mcp/api/infrahub/cloudresource/v1/lock";
import { InfraPipelineCommandController } from "@planton-mcp/api/infrahub/infrapipeline/v1/command";
import { InfraPipelineQueryController } from "@planton-mcp/api/infrahub/infrapipeline/v1/query";
import { StackJobCommandController } from "@planton-mcp/api/infrahub/stackjob/v1/command";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { createSandbox } from "@planton-mcp/sandbox";
import { expect, onTestFinished, test } from "vitest";
import { caller, follower, openSandbox, rest, temporaryFolder, work } from "./scene.ts";

const { apply } = CloudResourceCommandController.method;
const { get, getProgressEventStream } = StackJobQueryController.method;

const lab = {
  metadata: { org: "acme", env: "dev", slug: "lab" },
  spec: { kind: 216, cloudObject: { kind: "AwsVpc", apiVersion: "aws.openmcf.org/v1" } },
};

test("what ran when the sandbox was closed has failed when it is opened again, and holds no lock", async () => {
  const file = join(temporaryFolder(), "sandbox.db");
  const first = createSandbox({ file, jobs: "manual" });
  const before = caller(first.backend, first.keys.owner);
  const made = await before(apply, lab);
  const run = { infraProjectId: work.project, commitSha: "abc" };
  const pipeline = await before(InfraPipelineCommandController.method.runGitCommit, run);
  for (let count = 0; count < 4; count += 1) first.step();
  await first.close();

  const second = openSandbox({ file, jobs: "manual" });
  const after = caller(second.backend, second.keys.owner);
  const value = made.status?.stackJobId ?? "";
  const job = await after(get, { value });
  expect(job.status?.progress).toMatchObject({
    status: Status.completed,
    result: Result.failed,
    errors: [expect.stringContaining("restarted")],
  });
  const events = await rest(follower(second.backend, second.keys.owner)(getProgressEventStream, { value }));
  expect(events.at(-1)?.jobStatusChangedEventPayload?.failedReason).toContain("restarted");
  const locks = await after(CloudResourceLockController.method.listLocks, { value: made.metadata?.id ?? "" });
  expect(locks.isLocked).toBe(false);
  const ended = await after(InfraPipelineQueryController.method.get, pipeline);
  expect(ended.status).toMatchObject({
    progressResult: Result.failed,
    statusReason: expect.stringContaining("restarted"),
  });
});

test("what waited for somebody's word still does, and goes on with it", async () => {
  const file = join(temporaryFolder(), "sandbox.db");
  await createSandbox({ file }).close();
  const { backend, keys, step } = openSandbox({ file, jobs: "manual" });
  const call = caller(backend, keys.owner);
  expect((await call(get, { value: work.waitingJob })).status?.progress?.status).toBe(Status.awaiting_approval);
  await call(StackJobCommandController.method.resume, { value: work.waitingJob });
  while (step());
  expect((await call(get, { value: work.waitingJob })).status?.progress?.result).toBe(Result.succeeded);
});

test("a second sandbox on the file leaves alone what the first one runs, follows it, and waits for its lock", async () => {
  const file = join(temporaryFolder(), "sandbox.db");
  const [one, other] = [openSandbox({ file, jobs: "manual" }), openSandbox({ file, jobs: "manual" })];
  const made = await caller(one.backend, one.keys.owner)(apply, lab);
  const third = openSandbox({ file, jobs: "manual" });
  const call = caller(third.backend, third.keys.owner);
  const value = made.status?.stackJobId ?? "";
  expect((await call(get, { value })).status?.progress?.status).toBe(Status.queued);
  const queued = (await caller(other.backend, other.keys.owner)(apply, lab)).status?.stackJobId ?? "";
  expect(other.step()).toBe(false);
  const events = rest(follower(third.backend, third.keys.owner)(getProgressEventStream, { value }));
  while (one.step());
  expect((await events).at(-1)?.jobStatusChangedEventPayload?.result).toBe(Result.succeeded);
  while (other.step());
  expect((await call(get, { value: queued })).status?.progress?.result).toBe(Result.succeeded);
});

test("a process that is killed in the middle of a job leaves it to be failed", async () => {
  const file = join(temporaryFolder(), "sandbox.db");
  const script = fileURLToPath(new URL("hang-for-ever.ts", import.meta.url));
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, file], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [value] = await once(createInterface({ input: child.stdout }), "line");
  const call = () => {
    const { backend, keys } = openSandbox({ file });
    return caller(backend, keys.owner)(get, { value });
  };
  expect((await call()).status?.progress?.status).toBe(Status.running);
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
  expect((await call()).status?.progress?.result).toBe(Result.failed);
}, 30_000);
