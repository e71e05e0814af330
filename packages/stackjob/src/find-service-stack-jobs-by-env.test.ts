import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { connect, fakeBackend } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { stackjob } from "./index.ts";

test("answers for a service by environment, or for one environment of it", async () => {
  const backend = fakeBackend((router) =>
    router.service(StackJobQueryController, {
      findServiceStackJobsByEnv: () => ({
        entries: { prod: { metadata: { id: "sj_2" } }, dev: { metadata: { id: "sj_1" } } },
      }),
    }),
  );
  const { call } = await connect(stackjob, backend);
  const all = await call("find_service_stack_jobs_by_env", { service_id: "svc_1" });
  expect(all.answer).toMatchObject({
    entries: [
      { id: "sj_1", env: "dev" },
      { id: "sj_2", env: "prod" },
    ],
  });
  const one = await call("find_service_stack_jobs_by_env", { service_id: "svc_1", env: "prod" });
  expect(one.answer).toMatchObject({ environments: ["dev", "prod"], entries: [{ id: "sj_2" }] });
  const none = await call("find_service_stack_jobs_by_env", { service_id: "svc_1", env: "qa" });
  expect(none.answer).toEqual({ environments: ["dev", "prod"], entries: [] });
});
