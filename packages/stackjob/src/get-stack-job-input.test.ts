import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { connect, fakeBackend } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { stackjob } from "./index.ts";

test("shows which fields there are, and none of their values", async () => {
  const backend = fakeBackend((router) =>
    router.service(StackJobQueryController, {
      getCloudObjectStackInput: () => ({
        value: {
          target: { spec: { region: "eu-west-1", env: { API_URL: "resolved-from-a-secret" } } },
          provider_config: { access_key_id: "AKIA1234567890", secret_access_key: "hunter2hunter2" },
        },
      }),
    }),
  );
  const { call } = await connect(stackjob, backend);
  const { answer } = await call("get_stack_job_input", { stack_job_id: "sj_1" });
  expect(answer).toEqual({
    value: {
      target: { spec: { region: "[hidden]", env: { API_URL: "[hidden]" } } },
      provider_config: { access_key_id: "[hidden]", secret_access_key: "[hidden]" },
    },
  });
});
