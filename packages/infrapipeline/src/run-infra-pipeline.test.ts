import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { infrapipeline } from "./index.ts";

const git = "infpj_01kseed0000000000000000001";
const chart = "infpj_01kseed0000000000000000002";

test("runs what the project comes from, and says which and why", async () => {
  const { call, calls } = await connectToSandbox(infrapipeline, {}, { jobs: "manual" });
  const commit = await call("run_infra_pipeline", { infra_project_id: git, commit_sha: "0123abc" });
  expect(commit.answer).toMatchObject({
    runs: "Commit 0123abc of acme/platform, because platform comes from Git.",
    outcome: "queued",
  });
  expect((await call("run_infra_pipeline", { infra_project_id: chart })).answer).toMatchObject({
    runs: "The infra chart, because playground comes from one.",
    outcome: "queued",
  });
  const runs = calls.map(({ method }) => method.name).filter((name) => name.startsWith("run"));
  expect(runs).toEqual(["runGitCommit", "runInfraProjectChartSourcePipeline"]);
});

test("refuses a commit too few or too many, and sends nothing", async () => {
  const { call, calls } = await connectToSandbox(infrapipeline);
  for (const args of [{ infra_project_id: git }, { infra_project_id: chart, commit_sha: "0123abc" }]) {
    expect((await call("run_infra_pipeline", args)).failure).toMatchObject({
      code: "invalid_arguments",
      problems: [{ argument: "commit_sha" }],
    });
  }
  expect(calls.filter(({ method }) => method.name.startsWith("run"))).toEqual([]);
});
