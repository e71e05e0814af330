import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { WorkflowExecutionStatus } from "@planton-mcp/api/commons/workflow/workflow";
import type { CloudResourceDagNode } from "@planton-mcp/api/infrahub/cloudresource/v1/dag";
import type {
  InfraPipeline,
  InfraPipelineDeploymentEnvironment,
  InfraPipelineStatus,
} from "@planton-mcp/api/infrahub/infrapipeline/v1/api";
import { InfraPipelineOperationType } from "@planton-mcp/api/infrahub/infrapipeline/v1/spec";
import { CloudResourceKind } from "@planton-mcp/api/openmcf/shared/cloudresourcekind/cloud_resource_kind";
import { resultName, statusName } from "@planton-mcp/jobs";

/** What pipelines, stages, tasks, environments and nodes have in common. */
export interface Step {
  readonly status: number;
  readonly result: number;
  readonly startTime?: Timestamp | undefined;
  readonly endTime?: Timestamp | undefined;
}

/** In one word where a step stands: the result of one that has ended, the status of any other. */
export function stateOf({ status, result }: Pick<Step, "status" | "result">): string {
  return status === WorkflowExecutionStatus.completed ? resultName(result) : statusName(status);
}

/** `succeeded after 12 s` */
export function stateWithTime(step: Step): string {
  if (step.startTime === undefined || step.endTime === undefined) return stateOf(step);
  const seconds = (timestampDate(step.endTime).getTime() - timestampDate(step.startTime).getTime()) / 1000;
  return `${stateOf(step)} after ${Math.round(seconds)} s`;
}

/** In one word where a pipeline stands. */
export function outcomeOf(status: InfraPipelineStatus | undefined): string {
  return stateOf({ status: status?.progressStatus ?? 0, result: status?.progressResult ?? 0 });
}

export function hasEnded(status: InfraPipelineStatus | undefined): boolean {
  return status?.progressStatus === WorkflowExecutionStatus.completed;
}

export function environmentsOf(status: InfraPipelineStatus | undefined): readonly InfraPipelineDeploymentEnvironment[] {
  return [...(status?.deploymentStage?.environments ?? [])].sort((one, other) => one.position - other.position);
}

/** The slug by which an environment of a pipeline is called. */
export function envOf({ env, name }: Pick<InfraPipelineDeploymentEnvironment, "env" | "name">): string {
  return env || name;
}

/** The nodes of an environment that are deployed: groups and mere references are not. */
export function nodesOf({ cloudResourceDag }: InfraPipelineDeploymentEnvironment): readonly CloudResourceDagNode[] {
  return (cloudResourceDag?.nodes ?? []).filter(({ execution }) => execution !== undefined);
}

/** What the API calls a node: `AwsVpc/network`. */
export function nodeId({ id, execution }: Pick<CloudResourceDagNode, "id" | "execution">): string {
  const kind = id?.kind || execution?.cloudResourceKind || 0;
  return `${CloudResourceKind[kind] ?? kind}/${id?.slug ?? ""}`;
}

export function isUndeploy({ spec }: Pick<InfraPipeline, "spec">): boolean {
  return spec?.operationType === InfraPipelineOperationType.undeploy;
}

/** What a pipeline is about, in a few fields. */
export function pipelineFacts(pipeline: InfraPipeline) {
  const { metadata, spec } = pipeline;
  return {
    id: metadata?.id,
    org: metadata?.org || undefined,
    infra_project_id: spec?.infraProjectId || undefined,
    infra_project: spec?.infraProjectSlug || undefined,
    operation: isUndeploy(pipeline) ? "undeploy" : undefined,
    commit_sha: spec?.gitCommit?.sha || undefined,
    branch: spec?.gitCommit?.branch || undefined,
  };
}
