import { create } from "@bufbuild/protobuf";
import { WorkflowExecutionResult } from "@planton-mcp/api/commons/workflow/workflow";
import { StackJobStatusSchema } from "@planton-mcp/api/infrahub/stackjob/v1/api";
import { IacDiagnosticEventSeverityType } from "@planton-mcp/api/infrahub/stackjob/v1/enum";
import { expect, test } from "vitest";
import { decisiveDiagnostics } from "../src/index.ts";

const same = (text: string) => text;
const error = (message: string, resourceUrn = "") => ({
  severity: IacDiagnosticEventSeverityType.error,
  resourceUrn,
  message,
});

function diagnose(messages: readonly ReturnType<typeof error>[], errors: string[] = [], hide = same) {
  const status = create(StackJobStatusSchema, {
    iacOperations: {
      update: { result: WorkflowExecutionResult.failed, errors, snapshot: { diagnosticMessages: [...messages] } },
    },
  });
  return decisiveDiagnostics(status, [], hide);
}

test("what only says that something failed is no diagnostic, unless nothing else is said", () => {
  const { lines, isTelling } = diagnose(
    [error("update failed"), error("Bucket exists", "aws_s3_bucket.a")],
    ["exit status 1"],
  );
  expect(lines).toEqual([{ resource: "aws_s3_bucket.a", message: "Bucket exists" }]);
  expect(isTelling).toBe(true);
  expect(diagnose([], ["exit status 1"])).toEqual({
    lines: [{ resource: undefined, message: "exit status 1" }],
    more: 0,
    isTelling: false,
  });
});

test("what is said twice is told once, in its longest form and with its resource", () => {
  const { lines } = diagnose(
    [error("Bucket exists", "aws_s3_bucket.a")],
    ["error: creating aws_s3_bucket.a: Bucket   exists (BucketAlreadyExists)"],
  );
  expect(lines).toEqual([
    { resource: "aws_s3_bucket.a", message: "error: creating aws_s3_bucket.a: Bucket   exists (BucketAlreadyExists)" },
  ]);
});

test("of many, those about a resource come first, and the rest are counted", () => {
  const many = Array.from({ length: 8 }, (_, index) => error(`wrong ${index}`, index === 7 ? "aws_s3_bucket.h" : ""));
  const { lines, more } = diagnose(many);
  expect(lines).toHaveLength(5);
  expect(lines[0]).toEqual({ resource: "aws_s3_bucket.h", message: "wrong 7" });
  expect(more).toBe(3);
});

test("a long one keeps its ends, and loses its secrets before that", () => {
  const secret = "s3cr3t-s3cr3t";
  const filler = "x".repeat(440 - secret.length / 2);
  const { lines } = diagnose([error(`${filler}${secret}${filler.repeat(3)} the end`)], [], (text) =>
    text.replaceAll(secret, "[hidden]"),
  );
  expect(lines[0]?.message.length).toBeLessThanOrEqual(900);
  expect(lines[0]?.message).toMatch(/the end$/);
  expect(lines[0]?.message).not.toMatch(/s3cr|cr3t/);
});
