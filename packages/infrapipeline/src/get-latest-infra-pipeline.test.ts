import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { infrapipeline } from "./index.ts";

const latest = { infra_project_id: "infpj_01kseed0000000000000000001" };

test("is the newest of the project", async () => {
  const { call } = await connectToSandbox(infrapipeline);
  expect((await call("get_latest_infra_pipeline", latest)).answer).toMatchObject({
    metadata: { id: "infpipe_01kseed0000000000000000002" },
    status: { progress_status: "awaiting_approval" },
  });
});

test("is nothing for a project that is not there, and denied to an outsider", async () => {
  const { call, as } = await connectToSandbox(infrapipeline);
  expect((await call("get_latest_infra_pipeline", { infra_project_id: "infpj_no" })).failure).toMatchObject({
    code: "not_found",
    next: expect.stringContaining("list_infra_pipelines"),
  });
  const outsider = await as("outsider");
  expect((await outsider.call("get_latest_infra_pipeline", latest)).failure).toMatchObject({
    code: "permission_denied",
  });
});
