import { create, type JsonObject, toBinary } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { type CloudResource, CloudResourceSchema } from "@planton-mcp/api/infrahub/cloudresource/v1/api";
import { CloudResourceCommandController } from "@planton-mcp/api/infrahub/cloudresource/v1/command";
import { CloudResourceLockController } from "@planton-mcp/api/infrahub/cloudresource/v1/lock";
import { CloudResourceQueryController } from "@planton-mcp/api/infrahub/cloudresource/v1/query";
import { CloudResourceProvisionerBackend_Provider as Backend } from "@planton-mcp/api/infrahub/cloudresource/v1/spec";
import { StackJobOperationType as Operation } from "@planton-mcp/api/infrahub/stackjob/v1/enum";
import { IacProvisioner } from "@planton-mcp/api/openmcf/shared/iac";
import { requirementOf } from "@planton-mcp/core/contract";
import { stringify } from "yaml";
import { requireOn } from "../access.ts";
import { cloudResourceKind } from "../cloud-resource-kind.ts";
import { failedPrecondition, invalid, notFound } from "../failures.ts";
import { genericCommand } from "../generic-command.ts";
import { type Context, special, specialOnResource } from "../handler.ts";
import { envVarMap } from "../jobs/env-var-map.ts";
import { flowControlOf } from "../jobs/flow-control.ts";
import { breakOffJob } from "../jobs/job-steps.ts";
import { cloudResourceIn, isObject, kindName, resolveReferences } from "../jobs/references.ts";
import { beginJob, requireIdle } from "../jobs/stack-job.ts";
import { knownType } from "../resource-type.ts";
import { environmentId, findSame, loadRow, removeResource, replaceResource } from "../resources.ts";
import type { Row, Store } from "../store.ts";
import type { Domain } from "./domain.ts";

const type = knownType("cloud_resource", CloudResourceSchema);
const command = CloudResourceCommandController.method;
const query = CloudResourceQueryController.method;

/** Seconds after which the platform would give up a lock by itself. */
const lockSeconds = 3600;

export const cloudResourceDomain: Domain = {
  services: [CloudResourceCommandController, CloudResourceQueryController, CloudResourceLockController],
  specials: [
    ...[command.apply, command.create, command.update].map((method) => {
      const store = genericCommand(method, type);
      return specialOnResource(method, (context, resource) => {
        prepare(context, resource);
        // The generic command gives the resource back that it was given.
        return store === undefined ? resource : start(context, store(context, resource) as CloudResource);
      });
    }),
    special(command.delete, (context, { resourceId }) => {
      requireIdle(context.store, resourceId);
      const row = loadRow(context.store, type, resourceId);
      return removeResource(context, type, row) as CloudResource; // of this type
    }),
    specialOnResource(command.destroy, (context, resource) => {
      const row = findSame(context.store, type, resource);
      if (row === undefined) throw notFound("cloud_resource", resource.metadata?.id || (resource.metadata?.slug ?? ""));
      requireOn(context.access, requirementOf(command.destroy), row);
      return start(context, cloudResourceIn(row), Operation.destroy);
    }),
    special(command.purge, (context, { value }) => {
      const row = loadRow(context.store, type, value);
      return start(context, cloudResourceIn(row), Operation.destroy, true);
    }),
    special(command.rename, (context, { id, name }) => {
      if (name.trim() === "") throw invalid("name is missing.");
      const row = loadRow(context.store, type, id);
      const resource = cloudResourceIn(row);
      if (resource.metadata !== undefined) resource.metadata.name = name;
      replaceResource(context, type, row, resource);
      return resource;
    }),
    special(command.cleanup, ({ store, at }, { value }) => {
      const row = loadRow(store, type, value);
      for (const run of store.runsOf(value)) {
        if (run.kind === "stack_job" && run.state !== "over")
          breakOffJob(store, run, at, "The resource was cleaned up.");
      }
      store.remove(row.kind, row.id);
      return {};
    }),
    special(query.getByOrgByEnvByKindBySlug, ({ store, access }, { org, env, cloudResourceKind: kind, slug }) => {
      const name = cloudResourceKind(kind)?.name ?? "";
      const row = store.findInScope("cloud_resource", `${environmentId(store, org, env)}/${name}`, slug);
      if (row === undefined) throw notFound("cloud_resource", `${name} ${slug} in environment ${env} of ${org}`);
      // The contract leaves this look-up to the server; who may not get the resource may not find it either.
      access.require("get", row.kind, row.id);
      return cloudResourceIn(row);
    }),
    special(query.checkSlugAvailability, ({ store }, { org, env, cloudResourceKind: kind, slug }) => {
      const scope = `${environmentId(store, org, env)}/${cloudResourceKind(kind)?.name ?? ""}`;
      return { isAvailable: store.findInScope("cloud_resource", scope, slug) === undefined };
    }),
    special(query.resolveValueFromReferences, ({ store }, { cloudResourceId, cloudResourceKind: kind }) => {
      const row = loadRow(store, type, cloudResourceId);
      const resource = cloudResourceIn(row);
      if (resource.spec?.kind !== kind) {
        throw invalid(
          `cloud_resource ${row.id} is a ${kindName(resource)}, not a ${cloudResourceKind(kind)?.name ?? kind}.`,
        );
      }
      const { manifest, resolved, errors } = resolveReferences(store, row, resource.spec.cloudObject ?? {});
      const diagnostics = [...resolved];
      return {
        isResolved: errors.length === 0,
        errors: [...errors],
        diagnostics,
        cloudResourceYaml: stringify(manifest),
      };
    }),
    special(query.getEnvVarMap, envVarMap),
    special(CloudResourceLockController.method.listLocks, ({ store, at }, { value }) => lockInfo(store, at, value)),
    special(CloudResourceLockController.method.removeLocks, ({ store }, { value }) => {
      loadRow(store, type, value);
      const removed = store.unlock(value);
      const message = removed === 0 ? "There was no lock." : `Removed the lock and ${removed - 1} waiting.`;
      return {
        cloudResourceId: value,
        lockRemoved: removed > 0,
        queueEntriesRemoved: Math.max(removed - 1, 0),
        message,
      };
    }),
  ],
};

/** Checks what the contract's rules leave open, and fills in what the platform does. Edits `resource`. */
export function prepare({ store }: Pick<Context, "store">, resource: CloudResource): void {
  const { metadata, spec } = resource;
  if (metadata === undefined || spec === undefined) throw invalid(`${metadata ? "spec" : "metadata"} is missing.`);
  const kind = cloudResourceKind(spec.kind);
  if (kind === undefined) throw invalid("spec.kind is missing: it says of which kind the cloud resource is.");
  const { cloudObject } = spec;
  if (cloudObject === undefined) throw invalid("spec.cloud_object is missing: it is the manifest.");
  if (cloudObject.kind !== kind.name) throw invalid(`spec.cloud_object.kind is not ${kind.name}, as spec.kind says.`);
  const stored = findSame(store, type, resource);
  if (stored !== undefined) requireNoPurge(store, stored);
  const before = stored && cloudResourceIn(stored);
  if (before?.spec !== undefined && before.spec.kind !== spec.kind) {
    throw invalid(`spec.kind cannot change from ${kindName(before)} to ${kind.name}.`);
  }
  spec.cloudObject = withStatus(cloudObject, before?.spec?.cloudObject);
  spec.providerInfo = { ...providerInfo, connection: spec.providerInfo?.connection ?? "", provider: kind.provider };
  if (metadata.env !== "") metadata.env = store.find("environment", metadata.env)?.slug ?? metadata.env;
  const { org, env, slug } = metadata;
  spec.provisionerInfo ??= create(CloudResourceSchema, {
    spec: {
      provisionerInfo: {
        provisioner: IacProvisioner.pulumi,
        backend: { provider: Backend.platform, name: "platform" },
        pulumi: { organization: org, project: kind.name, stackName: `${env}.${slug}` },
      },
    },
  }).spec?.provisionerInfo;
}

const providerInfo = { $typeName: "ai.planton.infrahub.cloudresource.v1.CloudResourceProviderInfo" } as const;

/** The status of a manifest is the server's. */
function withStatus({ status: _, ...manifest }: JsonObject, before: JsonObject | undefined): JsonObject {
  return isObject(before?.status) ? { ...manifest, status: before.status } : manifest;
}

function requireNoPurge(store: Store, { id }: Row): void {
  const purge = store.runsOf(id).find(({ purges, state }) => purges && state !== "over");
  if (purge === undefined) return;
  throw failedPrecondition(`cloud_resource ${id} is being purged by stack job ${purge.id}. Wait until it is gone.`);
}

/** Begins a job for a resource, and gives it back with the id of the job. */
function start(context: Context, resource: CloudResource, operation = Operation.update, purges = false): CloudResource {
  const { store } = context;
  const row = loadRow(store, type, resource.metadata?.id ?? "");
  requireNoPurge(store, row);
  const { flow } = flowControlOf(store, row, resource);
  if (operation === Operation.update && flow?.disableOnLifecycleEvents === true) return resource;
  const job = beginJob(context, { resource, operation, purges });
  if (resource.status !== undefined) resource.status.stackJobId = job.metadata?.id ?? "";
  store.update({ ...row, data: toBinary(CloudResourceSchema, resource) });
  return resource;
}

function lockInfo(store: Store, at: Date, id: string) {
  const cloudResource = cloudResourceIn(loadRow(store, type, id));
  const [holder, ...queue] = store.locks(id);
  const workflowOf = (job: string) => `stack-job/${job}`;
  const left = (since: number) => Math.max(0, lockSeconds - Math.floor((at.getTime() - since) / 1000));
  return {
    cloudResource,
    isLocked: holder !== undefined,
    ...(holder === undefined
      ? {}
      : {
          currentLock: {
            workflowId: workflowOf(holder.job),
            acquiredAt: timestampFromMs(holder.since),
            ttlRemainingSeconds: BigInt(left(holder.since)),
          },
        }),
    queue: queue.map(({ job, since }, index) => ({
      workflowId: workflowOf(job),
      score: since,
      position: index + 1,
      addedAt: timestampFromMs(since),
    })),
  };
}
