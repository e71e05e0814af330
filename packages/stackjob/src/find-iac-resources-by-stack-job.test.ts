import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { connect, fakeBackend } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { stackjob } from "./index.ts";

test("shows a page of rows, without an address that says no more than type and name", async () => {
  const bucket = (index: number) => ({
    address: `aws_s3_bucket.b${index}`,
    resourceType: "aws_s3_bucket",
    logicalName: `b${index}`,
    resourceExternalId: `arn:b${index}`,
  });
  const backend = fakeBackend((router) =>
    router.service(StackJobQueryController, {
      findIacResourcesByStackJobId: () => ({
        entries: [{ ...bucket(0), address: "module.x.aws_s3_bucket.b0" }, ...[1, 2].map(bucket)],
      }),
    }),
  );
  const { call } = await connect(stackjob, backend);
  const first = await call("find_iac_resources_by_stack_job", { stack_job_id: "sj_1", page_size: 2 });
  expect(first.answer).toEqual({
    count: 3,
    page: 1,
    pages: 2,
    entries: [
      { address: "module.x.aws_s3_bucket.b0", type: "aws_s3_bucket", name: "b0", external_id: "arn:b0" },
      { type: "aws_s3_bucket", name: "b1", external_id: "arn:b1" },
    ],
  });
});
