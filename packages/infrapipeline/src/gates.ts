import { WorkflowExecutionStatus, WorkflowStepManualGateDecision } from "@planton-mcp/api/commons/workflow/workflow";
import {
  type CloudResourceDagNode,
  CloudResourceDagNodeGate_GateType,
} from "@planton-mcp/api/infrahub/cloudresource/v1/dag";
import type {
  InfraPipelineDeploymentEnvironment,
  InfraPipelineStatus,
} from "@planton-mcp/api/infrahub/infrapipeline/v1/api";
import { environmentsOf, envOf, nodeId, nodesOf } from "./pipeline-state.ts";

/** A place at which a pipeline waits until somebody lets it go on: before an environment, or before one resource of it. */
export interface Gate {
  readonly env: string;
  /** Absent for the gate of the whole environment. */
  readonly node_id?: string;
  readonly reason?: string | undefined;
}

/** What is no gate any more, whatever a pipeline still says: one that has just been resolved, or all once it is cancelled. */
export type Passed = Gate | "all";

const { awaiting_approval } = WorkflowExecutionStatus;

/** The gates at which a pipeline waits now, without those that have just been passed. */
export function gatesOf(status: InfraPipelineStatus | undefined, passed?: Passed): readonly Gate[] {
  if (passed === "all") return [];
  const gates = environmentsOf(status).flatMap((environment): readonly Gate[] => {
    const env = envOf(environment);
    const nodes = nodesOf(environment)
      .filter(waitsAtGate)
      .map((node) => ({ env, node_id: nodeId(node), reason: node.gate?.reason || undefined }));
    return [...(isAtGate(environment) ? [{ env }] : []), ...nodes];
  });
  return gates.filter((gate) => gate.env !== passed?.env || gate.node_id !== passed.node_id);
}

/** A decision that was taken is no gate any more, even while the status still says so. */
function isAtGate({ status, requiresManualGate, manualGateDecision }: InfraPipelineDeploymentEnvironment): boolean {
  const isDecided =
    manualGateDecision !== WorkflowStepManualGateDecision.workflow_step_manual_gate_decision_unspecified;
  return requiresManualGate && !isDecided && status === awaiting_approval;
}

/** A node without a gate of its own that waits does so because its stack job does. */
function waitsAtGate({ execution, gate }: CloudResourceDagNode): boolean {
  return execution?.status === awaiting_approval && gate?.type === CloudResourceDagNodeGate_GateType.manual;
}

/** `the gate of prod`, `the gate of AwsVpc/network in prod` */
export function gateWords({ env, node_id }: Gate): string {
  return node_id === undefined ? `the gate of ${env}` : `the gate of ${node_id} in ${env}`;
}
