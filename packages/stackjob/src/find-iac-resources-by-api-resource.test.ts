import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { connect, fakeBackend, record } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { stackjob } from "./index.ts";

test("asks by the resource, and says none out loud", async () => {
  const { backend, calls } = record(
    fakeBackend((router) =>
      router.service(StackJobQueryController, { findIacResourcesByApiResourceId: () => ({ entries: [] }) }),
    ),
  );
  const { call } = await connect(stackjob, backend);
  const { answer } = await call("find_iac_resources_by_api_resource", { api_resource_id: "cr_1" });
  expect(answer).toEqual({ count: 0, page: 1, pages: 1, entries: [] });
  expect(calls[0]?.request).toMatchObject({ value: "cr_1" });
});
