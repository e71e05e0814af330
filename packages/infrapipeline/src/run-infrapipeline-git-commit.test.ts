import { Code, ConnectError } from "@connectrpc/connect";
import { InfraPipelineCommandController } from "@planton-mcp/api/infrahub/infrapipeline/v1/command";
import { InfraPipelineQueryController } from "@planton-mcp/api/infrahub/infrapipeline/v1/query";
import { InfraProjectQueryController } from "@planton-mcp/api/infrahub/infraproject/v1/query";
import { connect, connectToSandbox, fakeBackend, liveInfraPipeline, record } from "@planton-mcp/testkit";
import { describe, expect, test } from "vitest";
import { infrapipeline } from "./index.ts";

const run = { infra_project_id: "infpj_01kseed0000000000000000001", commit_sha: "0123abc" };

test("starts a run of the commit, and tells of an earlier one that has not ended", async () => {
  const { call, calls } = await connectToSandbox(infrapipeline, {}, { jobs: "manual" });
  const { answer } = await call("run_infrapipeline_git_commit", run);
  expect(answer).toMatchObject({
    infra_pipeline: { infra_project: "platform", commit_sha: "0123abc" },
    outcome: "queued",
    unfinished_before: "infpipe_01kseed0000000000000000002 is awaiting_approval",
    next: expect.stringMatching(/^get_infra_pipeline .*"wait":true/),
  });
  expect(calls.filter(({ method }) => method.name === "runGitCommit")).toMatchObject([
    { request: { infraProjectId: run.infra_project_id, commitSha: "0123abc" } },
  ]);
});

test("waits, with the pipeline's jobs, until it comes to its gate", async () => {
  const { call } = await connectToSandbox(infrapipeline, {}, { jobs: { seconds: 0 } });
  expect((await call("run_infrapipeline_git_commit", { ...run, wait: true })).answer).toMatchObject({
    outcome: "awaiting_approval",
    gates: [{ env: "prod" }],
    environments: [{ env: "dev", resources: { succeeded: 1 } }, { env: "prod" }],
  });
});

test("sends nothing for a branch, another source, or somebody who may not", async () => {
  const { call, calls, as } = await connectToSandbox(infrapipeline);
  const problems = async (args: object) =>
    (await call("run_infrapipeline_git_commit", { ...run, ...args })).failure?.problems;
  expect(await problems({ commit_sha: "main" })).toMatchObject([{ argument: "commit_sha" }]);
  expect(await problems({ infra_project_id: "infpj_01kseed0000000000000000002" })).toMatchObject([
    { argument: "infra_project_id", message: expect.stringContaining("run_infrapipeline_chart_source") },
  ]);
  expect(calls.map(({ method }) => method.name)).not.toContain("runGitCommit");
  for (const who of ["member", "viewer", "outsider"] as const) {
    const { failure } = await (await as(who)).call("run_infrapipeline_git_commit", run);
    expect(failure).toMatchObject({ code: "permission_denied" });
  }
});

describe("an answer that was lost", () => {
  async function open(last: readonly (string | Code)[]) {
    const answers = [...last];
    const live = liveInfraPipeline();
    const { backend, calls } = record(
      fakeBackend((router) => {
        router.service(InfraProjectQueryController, { get: ({ value }) => ({ metadata: { id: value } }) });
        router.service(InfraPipelineQueryController, {
          ...live.service,
          getLastInfraPipelineByInfraProjectId: () => {
            const id = answers.shift() ?? Code.Internal;
            if (typeof id === "number") throw new ConnectError("no", id);
            return { metadata: { id } };
          },
        });
        router.service(InfraPipelineCommandController, {
          runGitCommit: () => {
            throw new ConnectError("connection reset", Code.Unavailable);
          },
        });
      }),
    );
    const { call } = await connect(infrapipeline, backend);
    const { failure } = await call("run_infrapipeline_git_commit", run);
    expect(failure).toMatchObject({ code: "unavailable", outcome_unknown: true });
    expect(calls.filter(({ method }) => method.name === "runGitCommit")).toHaveLength(1);
    return failure?.next;
  }

  test("after the run was started names it, and nobody starts another", async () => {
    expect(await open(["infpipe_1", "infpipe_2"])).toMatch(
      /infpipe_2 is new.*Don't call again.*get_infra_pipeline {"id":"infpipe_2"}/,
    );
    expect(await open([Code.NotFound, "infpipe_1"])).toContain("infpipe_1 is new");
  });

  test("with no run to be seen says so, and where to look", async () => {
    expect(await open(["infpipe_1", "infpipe_1"])).toMatch(/not known.*still infpipe_1.*get_latest_infra_pipeline/);
    // What was not known before can't be told to be new.
    expect(await open([Code.PermissionDenied, "infpipe_1"])).toMatch(
      /^It is not known whether a pipeline was started\. Look/,
    );
  });
});
