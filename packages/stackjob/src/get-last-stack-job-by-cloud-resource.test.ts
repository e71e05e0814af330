import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { connect, fakeBackend, record } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { stackjob } from "./index.ts";

test("asks by the cloud resource", async () => {
  const { backend, calls } = record(
    fakeBackend((router) =>
      router.service(StackJobQueryController, {
        getLastStackJobByCloudResourceId: () => ({ metadata: { id: "sj_1" } }),
      }),
    ),
  );
  const { call } = await connect(stackjob, backend);
  const { answer } = await call("get_last_stack_job_by_cloud_resource", { cloud_resource_id: "cr_1" });
  expect(answer).toEqual({ metadata: { id: "sj_1" } });
  expect(calls[0]?.request).toMatchObject({ value: "cr_1" });
});
