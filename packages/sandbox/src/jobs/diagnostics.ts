import type { JsonValue } from "@bufbuild/protobuf";
import type { CloudResource } from "@planton-mcp/api/infrahub/cloudresource/v1/api";
import { cloudResourceKind } from "../cloud-resource-kind.ts";
import { isObject } from "./references.ts";

/** What breaks, as the providers' own tools put it, and what helps. */
interface Mishap {
  readonly provider: string;
  readonly operations: RegExp;
  readonly message: (slug: string) => string;
  /** By what an error is known to be this one. */
  readonly mark: RegExp;
  readonly advice: string;
}

const mishaps: readonly Mishap[] = [
  {
    provider: "aws",
    operations: /^(update|destroy)$/,
    message: (slug) =>
      `operation error EC2: CreateVpc, https response error StatusCode: 400, api error VpcLimitExceeded: The maximum number of VPCs has been reached. (${slug})`,
    mark: /LimitExceeded/,
    advice:
      "The AWS account has reached a quota. Ask for a higher one in Service Quotas, or delete what is no longer used in this region, then rerun the job.",
  },
  {
    provider: "kubernetes",
    operations: /^(update|destroy)$/,
    message: (slug) =>
      `resource ${slug} was not ready in time: 0/3 nodes are available: 3 Insufficient memory. preemption: No preemption victims found for incoming pod.`,
    mark: /Insufficient (memory|cpu)/,
    advice:
      "No node of the cluster has room for what the pod requests. Lower spec.container.resources.requests, or add a larger node, then apply the resource again.",
  },
  {
    provider: "",
    operations: /^init$/,
    message: () => "error: failed to log in to the state backend: AccessDenied: the token is invalid or has expired",
    mark: /state backend/,
    advice:
      "The credential of the state backend is not accepted. Renew it in the backend's connection, then rerun the job.",
  },
  {
    provider: "",
    operations: /^refresh$/,
    message: (slug) =>
      `error: reading ${slug}: the provider's API answered 403 Forbidden: the credential lacks a read permission`,
    mark: /403 Forbidden/,
    advice:
      "The provider connection's credential may not read this resource. Widen its permissions, then rerun the job.",
  },
  {
    provider: "",
    operations: /preview$/,
    message: (slug) => `error: ${slug}: a required argument of the IaC module has no value: spec.region`,
    mark: /required argument/,
    advice:
      "The manifest leaves out what the IaC module needs. Set the field that the error names, and apply the resource again.",
  },
  {
    provider: "",
    operations: /./,
    message: (slug) => `error: ${slug}: the provider's API answered 500 Internal Server Error after 5 attempts`,
    mark: /500 Internal Server Error/,
    advice:
      "The provider had a fault of its own. Rerun the job; if it fails again, look at the provider's status page.",
  },
];

/** What an operation on a resource fails with where it is told to. */
export function mishapOf(resource: CloudResource, operation: string): string {
  const provider = cloudResourceKind(resource.spec?.kind ?? 0)?.providerName ?? "";
  const fits = (mishap: Mishap) =>
    mishap.operations.test(operation) && (mishap.provider === "" || mishap.provider === provider);
  return mishaps.find(fits)?.message(resource.metadata?.slug ?? "") ?? "error: the operation failed";
}

/** What helps against an error, if anything is known that does. */
export function adviceOn(error: string): string | undefined {
  return mishaps.find(({ mark }) => mark.test(error))?.advice;
}

/** Gibibytes of memory that the largest node of the sandbox's clusters has for one pod. */
const roomGi = 32;

/** Whether a container of a manifest requests more memory than any node has. */
export function asksTooMuch(resource: CloudResource): boolean {
  return requestsIn(resource.spec?.cloudObject?.spec).some((memory) => gibibytesIn(memory) > roomGi);
}

function requestsIn(value: JsonValue | undefined): readonly string[] {
  if (!isObject(value)) return [];
  const requests = isObject(value.requests) ? value.requests.memory : undefined;
  const own = typeof requests === "string" ? [requests] : [];
  return [...own, ...Object.values(value).flatMap(requestsIn)];
}

function gibibytesIn(memory: string): number {
  const [, number = "", unit = ""] = /^(\d+)(Ti|Gi|Mi|Ki)?$/.exec(memory) ?? [];
  const factors: Readonly<Record<string, number>> = { Ti: 1024, Gi: 1, Mi: 1 / 1024, Ki: 1 / 1024 ** 2 };
  return Number(number) * (factors[unit] ?? 1 / 1024 ** 3);
}
