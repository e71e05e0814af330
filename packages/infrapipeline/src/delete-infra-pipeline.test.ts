import { allowGuarded } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { infrapipeline } from "./index.ts";

const id = "infpipe_01kseed0000000000000000001";

test("is planned first, says what is lost and what stays, and deletes by the confirmation", async () => {
  const { call, calls } = await connectToSandbox(infrapipeline);
  const { answer } = await call("delete_infra_pipeline", { id });
  expect(answer).toMatchObject({
    plan: {
      target: { kind: "infra_pipeline", id, name: "platform 5f3c9ab of infra project platform", org: "acme" },
      warnings: ["Its record and its log are lost. What it has deployed stays."],
    },
  });
  expect(calls.map(({ method }) => method.name)).not.toContain("delete");
  const { confirmation } = answer;
  expect((await call("delete_infra_pipeline", { id, confirmation })).answer).toMatchObject({ deleted: { id } });
  expect(calls.find(({ method }) => method.name === "delete")?.request).toMatchObject({ resourceId: id });
  expect((await call("get_infra_pipeline", { id })).failure).toMatchObject({ code: "not_found" });
});

test("is refused for one that has not ended, and denied to a member", async () => {
  const { call, as } = await connectToSandbox(infrapipeline, { guard: allowGuarded });
  const open = await call("delete_infra_pipeline", { id: "infpipe_01kseed0000000000000000002" });
  expect(open.failure).toMatchObject({ code: "failed_precondition" });
  const member = await as("member", { guard: allowGuarded });
  expect((await member.call("delete_infra_pipeline", { id })).failure).toMatchObject({ code: "permission_denied" });
  expect((await call("get_infra_pipeline", { id })).failure).toBeUndefined();
});
