import { WorkflowExecutionResult, WorkflowExecutionStatus } from "@planton-mcp/api/commons/workflow/workflow";
import { IacDiagnosticEventSeverityType, StackJobOperationType } from "@planton-mcp/api/infrahub/stackjob/v1/enum";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { CloudResourceKind } from "@planton-mcp/api/openmcf/shared/cloudresourcekind/cloud_resource_kind";
import { connect, fakeBackend, liveStackJob, record } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { stackjob } from "./index.ts";

const specOf = (versioning: boolean, password: string) => ({
  stackJobOperation: StackJobOperationType.update,
  cloudResource: {
    metadata: { id: "cr_1", slug: "logs", org: "acme", env: "dev" },
    spec: {
      kind: CloudResourceKind.AwsS3Bucket,
      cloudObject: { spec: { region: "eu-west-1", versioning, admin: { password } } },
    },
  },
});

/** A client and a job that has failed with a message; `good` says whether the resource was ever deployed well. */
async function open(message: string, good = true) {
  const live = liveStackJob({ spec: specOf(true, "new-secret-1") });
  const { failed, succeeded } = WorkflowExecutionResult;
  const { completed } = WorkflowExecutionStatus;
  const earlier = {
    metadata: { id: "sj_good" },
    spec: specOf(false, "old-secret-1"),
    status: {
      progress: { status: completed, result: succeeded, startTime: { seconds: 5n }, endTime: { seconds: 9n } },
    },
  };
  live.end("failed", {
    iacOperations: {
      update: {
        status: completed,
        result: failed,
        snapshot: {
          diagnosticMessages: [
            { severity: IacDiagnosticEventSeverityType.error, resourceUrn: "aws_s3_bucket.logs", message },
          ],
        },
      },
    },
  });
  const { backend, calls } = record(
    fakeBackend((router) =>
      router.service(StackJobQueryController, {
        ...live.service,
        getLastStackJobByCloudResourceId: () => live.job(),
        listByFilters: () => ({ totalPages: 1, entries: good ? [earlier] : [] }),
        findIacResourcesByStackJobId: () => ({
          entries: [{ resourceType: "aws_s3_bucket", logicalName: "logs", resourceExternalId: "logs-123" }],
        }),
      }),
    ),
  );
  return { ...(await connect(stackjob, backend)), live, calls };
}

test("says in one call what broke, with which resource, what changed, and what to call next", async () => {
  const { call, live, calls } = await open("AccessDenied: s3:PutBucketVersioning");
  const { answer, text } = await call("explain_stack_job_failure", { id: live.id });
  expect(answer).toEqual({
    stack_job: {
      id: live.id,
      operation: "update",
      cloud_resource_id: "cr_1",
      cloud_resource: "logs",
      org: "acme",
      env: "dev",
    },
    outcome: "failed",
    failed_operation: "update",
    diagnostics: [{ resource: "aws_s3_bucket.logs", message: "AccessDenied: s3:PutBucketVersioning" }],
    iac_resources: [{ type: "aws_s3_bucket", name: "logs", external_id: "logs-123" }],
    since_last_good_job: {
      stack_job_id: "sj_good",
      ended: "1970-01-01T00:00:09Z",
      manifest: {
        before: { spec: { versioning: false, admin: { password: "[hidden]" } } },
        after: { spec: { versioning: true, admin: { password: "[hidden]" } } },
      },
    },
    next_calls: [
      {
        tool: "check_stack_job_essentials",
        arguments: { cloud_resource_kind: "AwsS3Bucket", org: "acme", env: "dev" },
        why: expect.stringMatching(/provider connection/),
      },
      { tool: "get_error_resolution_recommendation", arguments: { stack_job_id: live.id }, why: expect.any(String) },
      { tool: "rerun_stack_job", arguments: { id: live.id, wait: true }, why: expect.any(String) },
    ],
  });
  expect(text).not.toMatch(/(old|new)-secret/);
  const asked = calls.find(({ method }) => method.name === "listByFilters")?.request;
  expect(asked).toMatchObject({ org: "acme", cloudResourceId: "cr_1", pageInfo: { num: 1 } });
});

test("points to no tool that this server does not have, and first to what fits the error", async () => {
  const { call } = await open("Error acquiring the state lock. dial tcp: i/o timeout", false);
  const { answer } = await call("explain_stack_job_failure", { cloud_resource_id: "cr_1" });
  expect(answer.since_last_good_job).toBe("No earlier job of this resource has succeeded.");
  expect((answer.next_calls as { tool: string }[]).map(({ tool }) => tool)).toEqual([
    "rerun_stack_job",
    "get_error_resolution_recommendation",
  ]);
});

test("says so where there is nothing to explain", async () => {
  const live = liveStackJob();
  const backend = fakeBackend((router) => router.service(StackJobQueryController, live.service));
  const { call } = await connect(stackjob, backend);
  expect((await call("explain_stack_job_failure", { id: live.id })).answer).toMatchObject({
    outcome: "running",
    explanation: "There is no failure to explain: the job is running.",
  });
});

test.each([{}, { id: "sj_1", cloud_resource_id: "cr_1" }])("takes a job or a resource, and not %o", async (args) => {
  const { call, calls } = await open("no");
  expect((await call("explain_stack_job_failure", args)).failure).toMatchObject({ problems: [{ argument: "id" }] });
  expect(calls).toEqual([]);
});
