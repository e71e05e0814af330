import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { defineTool, text, wholeResource } from "@planton-mcp/core";

export const getStackJob = defineTool({
  name: "get_stack_job",
  title: "Get a stack job",
  description:
    "Reads one stack job whole: the resource it ran for, its operations and results. For a summary, or what broke, take watch_stack_job or explain_stack_job_failure.",
  effect: "read",
  input: { id: text("Stack job id") },
  example: { id: "sj_01kseed0000000000000000010" },
  keywords: ["deployment", "pulumi", "terraform", "run"],
  rpc: StackJobQueryController.method.get,
  request: ({ id }) => ({ value: id }),
  project: wholeResource,
});
