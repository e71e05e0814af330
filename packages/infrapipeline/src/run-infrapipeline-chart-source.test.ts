import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { infrapipeline } from "./index.ts";

const chart = "infpj_01kseed0000000000000000002";

test("runs the chart, and waits for its end", async () => {
  const { call, calls } = await connectToSandbox(infrapipeline, {}, { jobs: { seconds: 0 } });
  const { answer } = await call("run_infrapipeline_chart_source", { infra_project_id: chart, wait: true });
  expect(answer).toMatchObject({
    infra_pipeline: { infra_project: "playground" },
    outcome: "succeeded",
    environments: [{ env: "dev", resources: { succeeded: 1 } }],
  });
  expect(calls.find(({ method }) => method.name === "runInfraProjectChartSourcePipeline")?.request).toMatchObject({
    value: chart,
  });
});

test("starts nothing for a project from Git, one that is not there, or a member", async () => {
  const { call, calls, as } = await connectToSandbox(infrapipeline);
  const fails = async (infra_project_id: string) =>
    (await call("run_infrapipeline_chart_source", { infra_project_id })).failure;
  expect(await fails("infpj_01kseed0000000000000000001")).toMatchObject({
    code: "invalid_arguments",
    problems: [{ message: expect.stringContaining("run_infrapipeline_git_commit") }],
  });
  expect(await fails("infpj_no")).toMatchObject({ code: "not_found" });
  expect(calls.map(({ method }) => method.name)).not.toContain("runInfraProjectChartSourcePipeline");
  const member = await as("member");
  const { failure } = await member.call("run_infrapipeline_chart_source", { infra_project_id: chart });
  expect(failure).toMatchObject({ code: "permission_denied" });
});
