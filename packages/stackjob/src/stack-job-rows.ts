import type { IacResource, StackJob } from "@planton-mcp/api/infrahub/stackjob/v1/api";
import { failedOperation, jobFacts, outcomeOf } from "@planton-mcp/jobs";
import { kindName } from "./cloud-resource-kind.ts";

/** The row by which lists show a job: enough to choose one, not to know it. */
export function stackJobRow(job: StackJob) {
  const { org: _, ...facts } = jobFacts(job);
  return {
    ...facts,
    kind: kindName(job.spec?.cloudResource?.spec?.kind),
    outcome: outcomeOf(job.status),
    failed_operation: failedOperation(job.status)?.name,
    started: job.status?.progress?.startTime,
    ended: job.status?.progress?.endTime,
  };
}

/** A resource of a Pulumi or Terraform stack. Its address is left out where it says no more than type and name. */
export function iacResourceRow({ address, resourceType, logicalName, provider, resourceExternalId }: IacResource) {
  return {
    address: address === `${resourceType}.${logicalName}` ? undefined : address || undefined,
    type: resourceType,
    name: logicalName,
    provider: provider || undefined,
    external_id: resourceExternalId || undefined,
  };
}
