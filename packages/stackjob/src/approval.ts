import type { StackJob } from "@planton-mcp/api/infrahub/stackjob/v1/api";
import { Failure, type Target } from "@planton-mcp/core";
import { gateOf, jobFacts, outcomeOf, plannedChanges } from "@planton-mcp/jobs";

/** What approving a job would let go ahead. Throws a failure where the job waits for nothing. */
export function approvalOf(job: StackJob): {
  readonly target: Target;
  readonly warnings: readonly string[];
  readonly gate: string;
} {
  const gate = gateOf(job.status);
  const { id = "", operation = "stack job", cloud_resource, cloud_resource_id, org, env } = jobFacts(job);
  if (gate === undefined) {
    throw new Failure({
      code: "failed_precondition",
      message: `${id} waits for no approval: it is ${outcomeOf(job.status).replaceAll("_", " ")}.`,
      next: "Nothing was done. Look where it stands with watch_stack_job.",
    });
  }
  const updated = job.status?.audit?.statusAudit?.updatedAt;
  return {
    target: {
      kind: "stack_job",
      id,
      name: `${operation} of ${cloud_resource ?? cloud_resource_id ?? "a cloud resource"}`,
      ...(org === undefined ? {} : { org }),
      ...(env === undefined ? {} : { env }),
      // What is approved is this gate with this plan: another one has to be asked about again.
      version: [
        gate,
        updated?.seconds ?? "",
        updated?.nanos ?? "",
        JSON.stringify(plannedChanges(job.status) ?? {}),
      ].join("."),
    },
    warnings: warningsOf(job, operation, cloud_resource ?? id),
    gate,
  };
}

function warningsOf(job: StackJob, operation: string, resource: string): readonly string[] {
  const planned = plannedChanges(job.status);
  const [removed, replaced] = [planned?.delete ?? 0, planned?.replace ?? 0];
  return [
    ...(operation === "destroy" ? [`It destroys the infrastructure of ${resource}.`] : []),
    ...(planned === undefined ? ["There was no preview: what it will change is not known."] : []),
    ...(removed === 0 ? [] : [`It deletes ${removed} resources.`]),
    ...(replaced === 0 ? [] : [`It replaces ${replaced} resources: they are deleted and made anew.`]),
  ];
}
