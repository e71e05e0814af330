import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { infrapipeline } from "./index.ts";

test("shows a row each, newest first, with the gates at which they wait", async () => {
  const { call } = await connectToSandbox(infrapipeline, {}, { jobs: "manual" });
  const { answer } = await call("list_infra_pipelines", {
    org: "acme",
    infra_project_id: "infpj_01kseed0000000000000000001",
  });
  expect(answer).toMatchObject({
    page: 1,
    pages: 1,
    entries: [
      {
        id: "infpipe_01kseed0000000000000000002",
        commit_sha: "c41e77d2b8",
        outcome: "awaiting_approval",
        waits_at: ["prod"],
      },
      { id: "infpipe_01kseed0000000000000000001", infra_project: "platform", outcome: "succeeded" },
    ],
  });
  const other = await call("list_infra_pipelines", {
    org: "acme",
    infra_project_id: "infpj_01kseed0000000000000000002",
  });
  expect(other.answer.entries).toMatchObject([{ waits_at: ["dev KubernetesNamespace/shop"] }]);
});

test("asks for the second page as the API counts, and says out loud that there is none", async () => {
  const { call, calls } = await connectToSandbox(infrapipeline);
  const { answer } = await call("list_infra_pipelines", { org: "acme", page: 2, page_size: 100 });
  expect(calls[0]?.request).toMatchObject({ org: "acme", infraProjectId: "", pageInfo: { num: 1, size: 100 } });
  expect(answer).toEqual({ page: 2, pages: 1, entries: [] });
});

test("is for members of the organization", async () => {
  const { as } = await connectToSandbox(infrapipeline);
  for (const who of ["member", "viewer"] as const) {
    const { call } = await as(who);
    expect((await call("list_infra_pipelines", { org: "acme" })).failure).toBeUndefined();
  }
  const { call } = await as("outsider");
  expect((await call("list_infra_pipelines", { org: "acme" })).failure).toMatchObject({ code: "permission_denied" });
});
