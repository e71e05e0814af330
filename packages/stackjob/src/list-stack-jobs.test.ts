import { WorkflowExecutionResult, WorkflowExecutionStatus } from "@planton-mcp/api/commons/workflow/workflow";
import { StackJobOperationType } from "@planton-mcp/api/infrahub/stackjob/v1/enum";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { CloudResourceKind } from "@planton-mcp/api/openmcf/shared/cloudresourcekind/cloud_resource_kind";
import { connect, fakeBackend, record } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { stackjob } from "./index.ts";

async function open() {
  const { backend, calls } = record(
    fakeBackend((router) =>
      router.service(StackJobQueryController, {
        listByFilters: () => ({
          totalPages: 3,
          entries: [
            {
              metadata: { id: "sj_1", org: "acme" },
              spec: {
                stackJobOperation: StackJobOperationType.update,
                cloudResource: {
                  metadata: { id: "cr_1", slug: "logs", env: "dev" },
                  spec: { kind: CloudResourceKind.AwsS3Bucket },
                },
              },
              status: {
                progress: { status: WorkflowExecutionStatus.completed, result: WorkflowExecutionResult.failed },
              },
            },
          ],
        }),
      }),
    ),
  );
  return { ...(await connect(stackjob, backend)), calls };
}

test("asks for a page of what fits, and shows a row each", async () => {
  const { call, calls } = await open();
  const { answer } = await call("list_stack_jobs", {
    org: "acme",
    env: "dev",
    cloud_resource_id: "cr_1",
    cloud_resource_kind: "aws_s3_bucket",
    operation_type: "update",
    status: "completed",
    result: "failed",
    page: 2,
    page_size: 10,
  });
  expect(calls[0]?.request).toMatchObject({
    // The first page is 1, and so the second is 2.
    pageInfo: { num: 2, size: 10 },
    org: "acme",
    env: "dev",
    cloudResourceId: "cr_1",
    cloudResourceKind: CloudResourceKind.AwsS3Bucket,
    stackJobOperation: StackJobOperationType.update,
    status: WorkflowExecutionStatus.completed,
    result: WorkflowExecutionResult.failed,
  });
  expect(answer).toEqual({
    page: 2,
    pages: 3,
    entries: [
      {
        id: "sj_1",
        operation: "update",
        cloud_resource_id: "cr_1",
        cloud_resource: "logs",
        env: "dev",
        kind: "AwsS3Bucket",
        outcome: "failed",
      },
    ],
  });
});

test("names the kind that was probably meant, and asks for nothing", async () => {
  const { call, calls } = await open();
  expect((await call("list_stack_jobs", { org: "acme", cloud_resource_kind: "AwsS3Buckt" })).failure).toMatchObject({
    code: "invalid_arguments",
    problems: [{ argument: "cloud_resource_kind", message: expect.stringContaining("Did you mean AwsS3Bucket?") }],
  });
  expect(calls).toEqual([]);
});
