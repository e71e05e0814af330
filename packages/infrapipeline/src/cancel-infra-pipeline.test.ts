import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { infrapipeline } from "./index.ts";

const id = "infpipe_01kseed0000000000000000002";

test("tells the pipeline to stop, and says that it has not yet", async () => {
  const { call, sandbox } = await connectToSandbox(infrapipeline, {}, { jobs: "manual" });
  expect((await call("cancel_infra_pipeline", { id })).answer).toMatchObject({
    note: "It was told to stop, and has not ended yet.",
  });
  sandbox.step();
  expect((await call("get_infra_pipeline", { id, wait: true })).answer).toMatchObject({ outcome: "cancelled" });
  expect((await call("cancel_infra_pipeline", { id })).failure).toMatchObject({ code: "failed_precondition" });
});

test("waits for its end", async () => {
  const { call } = await connectToSandbox(infrapipeline, {}, { jobs: { seconds: 0 } });
  const { answer } = await call("cancel_infra_pipeline", { id, wait: true });
  expect(answer).toMatchObject({ outcome: "cancelled", environments: [{ env: "dev" }, { env: "prod" }] });
  expect(answer).not.toHaveProperty("note");
});

test("is denied to a member", async () => {
  const { call } = await (await connectToSandbox(infrapipeline)).as("member");
  expect((await call("cancel_infra_pipeline", { id })).failure).toMatchObject({ code: "permission_denied" });
});
