import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { RunnerRegistrationQueryController } from "@planton-mcp/api/connect/runnerregistration/v1/query";
import { coordinates, type Send } from "@planton-mcp/core";

const { get, getBySelectorBySlug } = RunnerRegistrationQueryController.method;

/** The arguments that name a runner, and the reads that find it by them. */
export const runnerCoordinates = coordinates("Runner registration");

export const runnerReads = [get, getBySelectorBySlug];

/** Who owns the runners of an organization. */
export function ownedBy(org: string) {
  return { kind: ApiResourceKind.organization, id: org };
}

/** The runner of an id, or the one that an organization has under a slug. */
export function findRunner(
  { id, org = "", slug = "" }: { id?: string | undefined; org?: string | undefined; slug?: string | undefined },
  read: Send,
) {
  return id === undefined ? read(getBySelectorBySlug, { selector: ownedBy(org), slug }) : read(get, { value: id });
}
