import { WorkflowExecutionStatus } from "@planton-mcp/api/commons/workflow/workflow";
import type { InfraPipeline, InfraPipelineStatus } from "@planton-mcp/api/infrahub/infrapipeline/v1/api";
import { InfraPipelineQueryController } from "@planton-mcp/api/infrahub/infrapipeline/v1/query";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import type { ToolContext } from "@planton-mcp/core";
import { gateOf } from "@planton-mcp/jobs";
import { environmentsOf, envOf, nodeId, nodesOf } from "./pipeline-state.ts";

const { get, getStatusStream } = InfraPipelineQueryController.method;
const { get: getStackJob } = StackJobQueryController.method;

/** What a tool that follows pipelines has to declare among its `reads`. */
export const pipelineReads = [get, getStatusStream, getStackJob] as const;

export function readPipeline(id: string, { read }: Pick<ToolContext, "read">): Promise<InfraPipeline> {
  return read(get, { value: id });
}

/** A stack job of a pipeline that waits for an approval of its own, which the pipeline does not tell. */
export interface WaitingJob {
  readonly env: string;
  readonly node_id: string;
  readonly stack_job_id: string;
}

const mostJobs = 10;

/** Which stack jobs of the resources that are being deployed wait to be approved. One that can't be read is left out. */
export async function waitingJobs(
  status: InfraPipelineStatus | undefined,
  { read }: Pick<ToolContext, "read">,
): Promise<readonly WaitingJob[]> {
  const open = environmentsOf(status).flatMap((environment) =>
    nodesOf(environment).flatMap((node) => {
      const { stackJobId = "", status: state } = node.execution ?? {};
      if (stackJobId === "" || state === WorkflowExecutionStatus.completed) return [];
      return [{ env: envOf(environment), node_id: nodeId(node), stack_job_id: stackJobId }];
    }),
  );
  const found = await Promise.all(
    open.slice(0, mostJobs).map(async (job) => {
      const isWaiting = await read(getStackJob, { value: job.stack_job_id }).then(
        (stackJob) => gateOf(stackJob.status) !== undefined,
        () => false,
      );
      return isWaiting ? [job] : [];
    }),
  );
  return found.flat();
}
