import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { defineTool, pageOf, paging, text } from "@planton-mcp/core";
import { iacResourceRow } from "./stack-job-rows.ts";

export const findIacResourcesByStackJob = defineTool({
  name: "find_iac_resources_by_stack_job",
  title: "Find a stack job's resources",
  description: "Lists the Pulumi or Terraform resources that a stack job left behind, with their cloud ids.",
  effect: "read",
  input: { stack_job_id: text("Stack job id"), ...paging },
  example: { stack_job_id: "sj_01kseed0000000000000000010" },
  keywords: ["state", "created", "outputs"],
  rpc: StackJobQueryController.method.findIacResourcesByStackJobId,
  request: ({ stack_job_id }) => ({ value: stack_job_id }),
  project: ({ entries }, page) => pageOf(entries.map(iacResourceRow), page),
});
