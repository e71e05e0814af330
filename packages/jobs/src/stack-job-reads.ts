import type { StackJob } from "@planton-mcp/api/infrahub/stackjob/v1/api";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import type { ToolContext } from "@planton-mcp/core";

const { get, getProgressEventStream, getStackJobStatusStream } = StackJobQueryController.method;

/** What a tool that follows stack jobs has to declare among its `reads`. */
export const stackJobReads = [get, getProgressEventStream, getStackJobStatusStream] as const;

export function readStackJob(id: string, { read }: Pick<ToolContext, "read">): Promise<StackJob> {
  return read(get, { value: id });
}
