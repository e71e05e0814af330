import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { defineTool, text } from "@planton-mcp/core";

export const getStackJobInput = defineTool({
  name: "get_stack_job_input",
  title: "Get a stack job's input",
  description:
    "Shows which fields the IaC module of a stack job was given, credentials and resolved secrets among them, with every value hidden. The manifest as people wrote it is in get_stack_job.",
  effect: "read",
  input: { stack_job_id: text("Stack job id") },
  example: { stack_job_id: "sj_01kseed0000000000000000010" },
  keywords: ["variables", "provider config"],
  rpc: StackJobQueryController.method.getCloudObjectStackInput,
  request: ({ stack_job_id }) => ({ value: stack_job_id }),
  project: (input) => input,
});
