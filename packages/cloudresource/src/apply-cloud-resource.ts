import { clone, create, type JsonObject } from "@bufbuild/protobuf";
import { type CloudResource, CloudResourceSchema } from "@planton-mcp/api/infrahub/cloudresource/v1/api";
import { CloudResourceCommandController } from "@planton-mcp/api/infrahub/cloudresource/v1/command";
import { CloudResourceLockController } from "@planton-mcp/api/infrahub/cloudresource/v1/lock";
import { CloudResourceQueryController } from "@planton-mcp/api/infrahub/cloudresource/v1/query";
import type { StackJob } from "@planton-mcp/api/infrahub/stackjob/v1/api";
import { StackJobOperationType } from "@planton-mcp/api/infrahub/stackjob/v1/enum";
import {
  defineWorkflow,
  Failure,
  findOrAbsent,
  invalidArguments,
  org,
  type Rule,
  type ToolContext,
  text,
} from "@planton-mcp/core";
import { lastStackJob, outcomeOf, startedJobReads, waiting } from "@planton-mcp/jobs";
import * as z from "zod";
import { cloudResourceReads, cloudResourceRow, cloudResourceTarget, findCloudResource } from "./find-cloud-resource.ts";
import { type GivenManifest, givenManifest } from "./given-manifest.ts";
import { jobOfChange, standingOf } from "./job-of-change.ts";
import { withKeptSecrets } from "./kept-secrets.ts";
import { lockHolder, sendUnlessBusy } from "./lock-advice.ts";
import { type Manifest, manifestChanges } from "./manifest-changes.ts";
import { withoutSecrets } from "./shown-cloud-resource.ts";

const { apply } = CloudResourceCommandController.method;
const { checkSlugAvailability } = CloudResourceQueryController.method;

const oneManifest: Rule<{ manifest?: unknown; manifest_yaml?: string | undefined }> = ({ manifest, manifest_yaml }) =>
  (manifest === undefined) === (manifest_yaml === undefined)
    ? { argument: "manifest", message: "Give either manifest or manifest_yaml." }
    : undefined;

export const applyCloudResource = defineWorkflow({
  name: "apply_cloud_resource",
  title: "Create or update a cloud resource",
  description:
    "Deploys a cloud resource: creates or replaces its manifest and starts a stack job. Read cloud-resource-schema://{kind} first. Answers with what changed.",
  effect: "write",
  input: {
    manifest: z.looseObject({}).describe("api_version, kind, metadata, spec").optional(),
    manifest_yaml: text("The same as YAML").optional(),
    org: org.optional(),
    env: text("Environment slug").optional(),
    ...waiting,
  },
  rules: [oneManifest],
  example: {
    manifest: {
      api_version: "aws.openmcf.org/v1",
      kind: "AwsVpc",
      metadata: { name: "office", org: "acme", env: "dev" },
      spec: {
        region: "eu-central-1",
        vpc_cidr: "10.7.0.0/16",
        subnets_per_availability_zone: 1,
        subnet_size: 256,
      },
    },
  },
  formerly: ["create_cloud_resource", "update_cloud_resource"],
  keywords: ["provision", "infrastructure", "launch", "configure"],
  undo: "Apply the manifest as it was before; what is new goes with purge_cloud_resource.",
  reads: [
    ...cloudResourceReads,
    checkSlugAvailability,
    CloudResourceLockController.method.listLocks,
    ...startedJobReads,
  ],
  writes: [apply],
  prepare: async ({ wait, wait_seconds, ...args }, context) => {
    const given = await givenManifest(args, context);
    const before = await resourceBefore(given, context);
    const kept = withKeptSecrets(given.json, manifestOf(given, before), given.argument);
    if (kept.problems.length > 0) throw invalidArguments(kept.problems);
    const was = bothWays(given, manifestOf(given, before), context);
    const changes = manifestChanges(was, bothWays(given, kept.manifest, context) ?? emptyManifest);
    const after = resourceAfter(given, kept.manifest, before);
    const request = context.check(apply, after);
    const outcome = before === undefined ? "created" : changes.length === 0 ? "unchanged" : "updated";
    const last = await lastStackJob(before?.metadata?.id, context);
    const again = outcome === "unchanged" ? whyAgain(last) : undefined;
    const isSent = outcome !== "unchanged" || again !== undefined;
    const holder = isSent ? await lockHolder(before?.metadata?.id, context) : undefined;
    const warnings = [
      ...(isSent ? [] : ["Nothing would change, and no job would start."]),
      ...(again === undefined ? [] : [again]),
      ...(holder === undefined ? [] : [`${holder} holds the lock on it: this change's job waits for its end.`]),
    ];
    return {
      target: cloudResourceTarget(before ?? after),
      changes,
      warnings,
      commit: async (write) => {
        if (before !== undefined && !isSent) {
          const standing = last === undefined ? {} : await standingOf(last, { wait, wait_seconds }, context);
          return { outcome, changes, resource: cloudResourceRow(before), note: nothingStarted(context), ...standing };
        }
        const send = () => sendUnlessBusy(() => write(apply, request), before?.metadata?.id ?? "", context);
        const applied = await orSayWhatIsThere(send, given, kept.manifest, context);
        return {
          outcome,
          changes: outcome === "created" ? undefined : changes,
          warnings: warnings.length === 0 ? undefined : warnings,
          resource: cloudResourceRow(applied),
          ...(await jobOfChange(applied, last, { wait, wait_seconds }, context)),
        };
      },
    };
  },
});

/** Why a manifest that is there already is applied all the same, or nothing where it is also deployed. */
function whyAgain(last: StackJob | undefined): string | undefined {
  const id = last?.metadata?.id;
  if (last?.spec?.stackJobOperation === StackJobOperationType.destroy) {
    return `The manifest is as it was, and its last job ${id} destroys it: it is deployed again.`;
  }
  const outcome = outcomeOf(last?.status);
  if (outcome !== "failed" && outcome !== "cancelled") return undefined;
  return `The manifest is as it was, and its last job ${id} ${outcome === "failed" ? "failed" : "was cancelled"}: it is tried again.`;
}

const emptyManifest: Manifest = { plain: {}, shown: {} };

function nothingStarted({ catalogue }: Pick<ToolContext, "catalogue">): string {
  const rerun = catalogue.has("rerun_stack_job") ? " rerun_stack_job runs its last job again." : "";
  return `It is already so: nothing was sent and no job started.${rerun}`;
}

/** The resource as it is now, or nothing where there is none yet. */
async function resourceBefore(given: GivenManifest, { read }: ToolContext): Promise<CloudResource | undefined> {
  const { id, org, env, slug, kind, argument } = given;
  if (id === undefined) {
    const isFree = async () =>
      (await read(checkSlugAvailability, { org, env, slug, cloudResourceKind: kind.number })).isAvailable;
    return findOrAbsent(findCloudResource({ kind: kind.kind, org, env, slug }, read), isFree);
  }
  const found = await findCloudResource({ id }, read);
  const { metadata, spec } = found;
  const differing = [
    { path: "kind", isOther: spec?.kind !== kind.number },
    { path: "metadata.org", isOther: org !== "" && metadata?.org !== org },
    { path: "metadata.env", isOther: env !== "" && metadata?.env !== env },
    { path: "metadata.slug", isOther: Boolean(given.metadata.slug) && metadata?.slug !== slug },
  ].filter(({ isOther }) => isOther);
  if (differing.length === 0) return found;
  const message = `It is another one's: ${id} differs in it, and it can't change. Leave metadata.id out for a new one.`;
  throw invalidArguments(differing.map(({ path }) => ({ argument: `${argument}.${path}`, message })));
}

/** The manifest of a resource, under the contract's names. */
function manifestOf({ kind }: GivenManifest, resource: CloudResource | undefined): JsonObject | undefined {
  const manifest = resource?.spec?.cloudObject;
  return manifest === undefined ? undefined : kind.rename(manifest);
}

function bothWays({ kind }: GivenManifest, plain: JsonObject | undefined, context: ToolContext): Manifest | undefined {
  return plain === undefined ? undefined : { plain, shown: withoutSecrets(kind, plain, context) };
}

/** What is to be: the manifest whole, and around it what is there already. */
function resourceAfter(given: GivenManifest, manifest: JsonObject, before: CloudResource | undefined): CloudResource {
  const { kind, org, env, slug } = given;
  const { name, labels, annotations, tags } = given.metadata;
  const described = { ...(labels && { labels }), ...(annotations && { annotations }), ...(tags && { tags }) };
  if (before === undefined) {
    return create(CloudResourceSchema, {
      metadata: { name: name || slug, slug, org, env, ...described },
      spec: { kind: kind.number, cloudObject: manifest },
    });
  }
  const after = clone(CloudResourceSchema, before);
  const nameBefore = manifestOf(given, before)?.metadata as { readonly name?: unknown } | undefined; // only looked at
  // A name that a rename has given stays while the manifest's own does.
  const renamed = name && name !== nameBefore?.name ? { name } : {};
  if (after.metadata) Object.assign(after.metadata, described, renamed);
  if (after.spec) after.spec.cloudObject = manifest;
  return after;
}

/** Where the answer to an apply is lost, looks whether it was made, so that nobody has to guess. */
async function orSayWhatIsThere(
  send: () => Promise<CloudResource>,
  given: GivenManifest,
  manifest: JsonObject,
  context: ToolContext,
): Promise<CloudResource> {
  try {
    return await send();
  } catch (error) {
    if (!Failure.is(error) || error.facts.outcome_unknown !== true || context.signal.aborted) throw error;
    const found = await resourceBefore(given, context).catch(() => undefined);
    const was = bothWays(given, manifestOf(given, found), context);
    const isThere = manifestChanges(was, { plain: manifest, shown: manifest }).length === 0;
    throw new Failure({ ...error.facts, next: whatIsKnown(isThere ? found : undefined, context) }, { cause: error });
  }
}

function whatIsKnown(found: CloudResource | undefined, { catalogue }: ToolContext): string {
  const id = found?.metadata?.id;
  if (id !== undefined) {
    const look = catalogue.has("get_last_stack_job_by_cloud_resource")
      ? ` get_last_stack_job_by_cloud_resource {"cloud_resource_id":"${id}"} shows its job.`
      : "";
    return `The answer was lost, and the change was made: ${id} is as the manifest says.${look}`;
  }
  return "The answer was lost, and the change is not to be seen yet. Look with get_cloud_resource in a moment. Applying the same manifest again is safe: where it has been made, nothing is sent.";
}
