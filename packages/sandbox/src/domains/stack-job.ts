import { fromBinary } from "@bufbuild/protobuf";
import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { WorkflowExecutionStatus as Status } from "@planton-mcp/api/commons/workflow/workflow";
import { type StackJob, StackJobSchema, StackJobStatusSchema } from "@planton-mcp/api/infrahub/stackjob/v1/api";
import { StackJobCommandController } from "@planton-mcp/api/infrahub/stackjob/v1/command";
import { StackJobProgressEventSchema } from "@planton-mcp/api/infrahub/stackjob/v1/progress";
import {
  StackJobEssentialsQueryController,
  StackJobQueryController,
} from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { IacProvisioner } from "@planton-mcp/api/openmcf/shared/iac";
import { requirementOf } from "@planton-mcp/core/contract";
import { requireOn } from "../access.ts";
import { cloudResourceKind } from "../cloud-resource-kind.ts";
import { failedPrecondition, notFound } from "../failures.ts";
import { type Context, special, streamed, unserved } from "../handler.ts";
import { adviceOn } from "../jobs/diagnostics.ts";
import { flowControlOf } from "../jobs/flow-control.ts";
import { deployedResources } from "../jobs/infrastructure.ts";
import { cloudResourceIn } from "../jobs/references.ts";
import { stackInput } from "../jobs/stack-input.ts";
import { approveJob, beginJob, loadJob, operations, progressOf, stateOf, statusOf } from "../jobs/stack-job.ts";
import { logReader, statusReader } from "../jobs/stream-readers.ts";
import { environmentId } from "../resources.ts";
import type { Row, Store } from "../store.ts";
import type { Domain } from "./domain.ts";

const command = StackJobCommandController.method;
const query = StackJobQueryController.method;

export const stackJobDomain: Domain = {
  services: [StackJobCommandController, StackJobQueryController, StackJobEssentialsQueryController],
  specials: [
    // Jobs are begun by what happens to a resource.
    ...unserved(command.apply, command.create, command.update, command.delete),
    special(command.cancel, (context, { value }) => {
      const job = askedFor(context, command.cancel, value);
      requireStatus(job, Status.running, "cancel");
      const run = context.store.findRun(value);
      if (run !== undefined) context.store.updateRun({ ...run, cancels: true });
      return job;
    }),
    special(command.resume, (context, { value }) => {
      requireStatus(askedFor(context, command.resume, value), Status.awaiting_approval, "approve");
      return approveJob(context.store, value, context.at);
    }),
    special(command.rerun, (context, { value }) => {
      const { store } = context;
      const job = askedFor(context, command.rerun, value);
      requireStatus(job, Status.completed, "run again");
      const row = store.find("cloud_resource", job.spec?.cloudResource?.metadata?.id ?? "");
      if (row === undefined) throw failedPrecondition(`The cloud resource of stack job ${value} has been deleted.`);
      const operation = job.spec?.stackJobOperation ?? 0;
      return beginJob(context, { resource: cloudResourceIn(row), operation });
    }),
    special(query.listByFilters, (context, filters) => {
      const { store, access } = context;
      const env = filters.env === "" ? "" : environmentId(store, filters.org, filters.env);
      if (env === "") access.require("get", "organization", filters.org);
      else access.require("get", "environment", env);
      const jobs = store
        .list("stack_job", filters.org, env)
        .filter(({ kind, id }) => access.may("get", kind, id))
        .map(({ data }) => fromBinary(StackJobSchema, data))
        .filter((job) => isMeant(job, filters))
        .toReversed();
      const { num = 1, size = 20 } = filters.pageInfo ?? {};
      // The only list of the platform that counts its pages from 1.
      const [page, length] = [Math.max(num, 1) - 1, size > 0 ? size : 20];
      return { totalPages: Math.ceil(jobs.length / length), entries: jobs.slice(page * length, (page + 1) * length) };
    }),
    special(query.getLastStackJobByCloudResourceId, ({ store }, { value }) => {
      const last = store.runsOf(value).findLast(({ kind }) => kind === "stack_job");
      if (last === undefined) throw notFound("stack_job", `of cloud_resource ${value}`);
      return loadJob(store, last.id);
    }),
    special(query.getCloudObjectStackInput, (context, { value }) => ({
      value: stackInput(askedFor(context, query.getCloudObjectStackInput, value)),
    })),
    special(query.findIacResourcesByStackJobId, (context, { value }) => ({
      entries: statusOf(askedFor(context, query.findIacResourcesByStackJobId, value)).iacResources,
    })),
    special(query.findIacResourcesByApiResourceId, (context, { value }) => {
      requireOn(context.access, requirementOf(query.findIacResourcesByApiResourceId), {
        kind: "cloud_resource",
        id: value,
      });
      return { entries: [...deployedResources(context.store, value)] };
    }),
    special(query.findServiceStackJobsByEnv, ({ store }, { value }) => ({ entries: serviceJobs(store, value) })),
    special(query.getErrorResolutionRecommendation, (context, { stackJobId, errorMessage }) => {
      // Who asks needs no permission by the contract; what a job says of itself is for those only who may get it.
      const isVisible = context.access.may("get", "stack_job", stackJobId);
      const own = isVisible ? diagnosticsOf(loadJob(context.store, stackJobId)) : [];
      const advice = adviceOn(errorMessage) ?? own.map(adviceOn).find((found) => found !== undefined);
      return {
        value:
          advice ?? "Nothing is known about this error. Read the job's diagnostics, mend what they name, and rerun it.",
      };
    }),
    special(
      StackJobEssentialsQueryController.method.check,
      ({ store }, { cloudResourceKind: number, cloudResourceOwner }) => {
        const { org = "", env = "" } = cloudResourceOwner ?? {};
        const kind = cloudResourceKind(number);
        const place = { org, env: env === "" ? "" : environmentId(store, org, env) };
        const { policy } = flowControlOf(store, place);
        const provider = kind?.providerName ?? "";
        const connection = store.list(`${provider}_provider_connection`, org)[0];
        return {
          iacModule: {
            passed: kind !== undefined,
            errors: kind === undefined ? ["There is no such kind of cloud resource."] : [],
            provisioner: IacProvisioner.pulumi,
            iacModuleInfo: { kind: ApiResourceKind.iac_module, name: kind?.name ?? "", id: "" },
          },
          stateBackendConnection: { passed: true, stateBackendConnectionInfo: { name: "platform" } },
          flowControl: { passed: true, ...(policy && { flowControlPolicyInfo: infoOf(policy) }) },
          providerConnection: connection
            ? { passed: true, providerConnectionInfo: infoOf(connection) }
            : { passed: false, errors: [`Organization ${org} has no connection to ${provider}.`] },
        };
      },
    ),
  ],
  streams: [
    streamed(query.getProgressEventStream, (context, { value }) => {
      askedFor(context, query.getProgressEventStream, value);
      return logReader(context.store, value, StackJobProgressEventSchema);
    }),
    streamed(query.getStackJobStatusStream, (context, { value }) => {
      askedFor(context, query.getStackJobStatusStream, value);
      return statusReader(context.store, value, StackJobStatusSchema, () => statusOf(loadJob(context.store, value)));
    }),
  ],
};

/** The job that is asked for, once it is known that the caller may. */
function askedFor({ store, access }: Context, method: Parameters<typeof requirementOf>[0], id: string): StackJob {
  const job = loadJob(store, id);
  requireOn(access, requirementOf(method), { kind: "stack_job", id });
  return job;
}

function requireStatus(job: StackJob, status: Status, word: string): void {
  const is = progressOf(statusOf(job)).status;
  if (is === status) return;
  const id = job.metadata?.id ?? "";
  throw failedPrecondition(`Stack job ${id} is ${Status[is]}. To ${word} a job, it has to be ${Status[status]}.`);
}

type Filters = Parameters<
  Parameters<typeof special<typeof query.listByFilters.input, typeof query.listByFilters.output>>[1]
>[1];

function isMeant({ spec, status }: StackJob, filters: Filters): boolean {
  const { cloudResource, stackJobOperation } = spec ?? {};
  const pairs = [
    [filters.cloudResourceKind, cloudResource?.spec?.kind],
    [filters.cloudResourceId, cloudResource?.metadata?.id],
    [filters.stackJobOperation, stackJobOperation],
    [filters.status, status?.progress?.status],
    [filters.result, status?.progress?.result],
  ];
  return pairs.every(([wanted, is]) => !wanted || wanted === is);
}

function diagnosticsOf(job: StackJob): readonly string[] {
  return operations.flatMap((operation) => stateOf(job, operation).errors);
}

/** The last job of what a service is deployed as, in each environment. */
function serviceJobs(store: Store, id: string): Record<string, StackJob> {
  const service = store.find("service", id);
  if (service === undefined) throw notFound("service", id);
  const entries: Record<string, StackJob> = {};
  for (const row of store.list("cloud_resource", service.org)) {
    const parent = cloudResourceIn(row).spec?.parent;
    if (parent?.kind !== ApiResourceKind.service || parent.name !== service.slug) continue;
    const last = store.runsOf(row.id).findLast(({ kind }) => kind === "stack_job");
    const env = store.find("environment", row.env)?.slug ?? row.env;
    if (last !== undefined) entries[env] = loadJob(store, last.id);
  }
  return entries;
}

function infoOf({ kind, name, id }: Row) {
  // A stored kind is one of the contract's words.
  return { kind: ApiResourceKind[kind as keyof typeof ApiResourceKind], name, id };
}
