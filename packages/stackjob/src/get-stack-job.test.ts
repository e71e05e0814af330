import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { connect, fakeBackend, liveStackJob } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { stackjob } from "./index.ts";

test("reads a job whole, without its secrets", async () => {
  const live = liveStackJob({
    spec: {
      cloudResource: { spec: { cloudObject: { spec: { region: "eu-west-1", admin_password: "hunter2-hunter2" } } } },
    },
  });
  live.end("failed", { iacOperations: { update: { errors: ["login with password=hunter2-hunter2 failed"] } } });
  const backend = fakeBackend((router) => router.service(StackJobQueryController, live.service));
  const { call } = await connect(stackjob, backend);
  const { answer, text } = await call("get_stack_job", { id: live.id });
  expect(answer).toMatchObject({
    metadata: { id: live.id },
    spec: { cloud_resource: { spec: { cloud_object: { spec: { region: "eu-west-1", admin_password: "[hidden]" } } } } },
    status: { progress: { status: "completed", result: "failed" } },
  });
  expect(text).not.toContain("hunter2");
});
