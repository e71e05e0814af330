import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  WorkflowExecutionResult as Result,
  WorkflowExecutionStatus as Status,
} from "@planton-mcp/api/commons/workflow/workflow";
import { CloudResourceDagNodeGate_GateType as GateType } from "@planton-mcp/api/infrahub/cloudresource/v1/dag";
import {
  type InfraPipeline,
  type InfraPipelineDeploymentEnvironment,
  InfraPipelineSchema,
  type InfraPipelineStatus,
  InfraPipelineStatusSchema,
} from "@planton-mcp/api/infrahub/infrapipeline/v1/api";
import { type InfraProject, InfraProjectSchema } from "@planton-mcp/api/infrahub/infraproject/v1/api";
import { InfraProjectSource } from "@planton-mcp/api/infrahub/infraproject/v1/spec";
import { notFound } from "../failures.ts";
import { newId } from "../ids.ts";
import { knownType } from "../resource-type.ts";
import { insertResource, type Writer } from "../resources.ts";
import type { Row, Store } from "../store.ts";
import { stopsOf } from "./promotion.ts";
import { cloudResourceIn, kindName, referencesIn, targetOf } from "./references.ts";

const pipelineType = knownType("infra_pipeline", InfraPipelineSchema);

export interface PipelineBeginning {
  readonly project: InfraProject;
  /** Of the Git repository; absent for a chart. */
  readonly commitSha?: string;
  /** For a seed; anybody else's is made here. */
  readonly id?: string;
}

/**
 * Queues a pipeline. It deploys the cloud resources whose parent is the project, environment by environment; it reads no
 * repository and renders no chart.
 */
export function beginPipeline(writer: Writer, { project, commitSha, id }: PipelineBeginning): InfraPipeline {
  const { store, at } = writer;
  const { id: projectId = "", slug: projectSlug = "", org = "" } = project.metadata ?? {};
  const made = id ?? newId(pipelineType.idPrefix, at);
  const slug = made.replaceAll("_", "-");
  const repo = project.spec?.gitRepoSource?.gitRepo;
  const pipeline = create(InfraPipelineSchema, {
    metadata: { org, slug, name: `${projectSlug} ${commitSha?.slice(0, 7) ?? "chart"}` },
    spec: {
      infraProjectId: projectId,
      ...(repo === undefined
        ? {}
        : {
            gitRepoProvider: repo.gitRepoProvider,
            gitCommit: { repo: repo.name, branch: repo.defaultBranch, sha: commitSha ?? "" },
          }),
    },
  });
  insertResource(writer, pipelineType, pipeline, made);
  // Computed by the server, and so not kept from what anybody gives.
  if (pipeline.spec !== undefined) pipeline.spec.infraProjectSlug = projectSlug;
  const isGit = project.spec?.source === InfraProjectSource.git_repo;
  const queued = { status: Status.queued, result: Result.tbd };
  const task = (name: string, ...dependsOn: string[]) => ({ name, dependsOn, podId: `${slug}-${name}`, ...queued });
  const status = pipelineStatusOf(pipeline);
  const { audit } = status;
  pipeline.status = create(InfraPipelineStatusSchema, {
    progressStatus: Status.queued,
    progressResult: Result.tbd,
    buildStage: {
      ...queued,
      tasks: isGit ? [task("git-clone"), task("load-manifests", "git-clone")] : [task("render-chart")],
    },
    deploymentStage: { ...queued, environments: environmentsOf(store, project) },
  });
  if (audit !== undefined) pipeline.status.audit = audit;
  savePipeline(store, pipeline, at);
  store.insertRun({
    id: made,
    kind: "infra_pipeline",
    subject: projectId,
    runner: store.runner,
    state: "active",
    position: 0,
    cancels: false,
    purges: false,
  });
  return pipeline;
}

function environmentsOf(store: Store, project: InfraProject) {
  const { org = "" } = project.metadata ?? {};
  const mine = store.list("cloud_resource", org).filter((row) => {
    const parent = cloudResourceIn(row).spec?.parent;
    return parent?.kind === 31 && parent.name === project.metadata?.slug;
  });
  const slugOf = (env: string) => store.find("environment", env)?.slug ?? env;
  const only = project.spec?.infraChartSource?.env;
  const slugs = [...new Set(mine.map(({ env }) => slugOf(env)))].filter((env) => !only || env === only);
  return stopsOf(store, org, slugs).map(({ env, needsApproval }, position) => {
    const rows = mine.filter((row) => slugOf(row.env) === env);
    const nodes = inOrder(store, rows).map((row) => nodeOf(store, row, env));
    return {
      name: env,
      env,
      position,
      status: Status.queued,
      result: Result.tbd,
      requiresManualGate: needsApproval,
      cloudResourceDag: { nodes, topologicalOrder: nodes.map(({ id }) => id) },
    };
  });
}

function nodeOf(store: Store, row: Row, env: string) {
  const resource = cloudResourceIn(row);
  const kind = resource.spec?.kind ?? 0;
  const isGated = resource.metadata?.labels["sandbox/gate"] === "manual";
  return {
    id: { kind, env, slug: row.slug },
    edges: neededBy(store, row).map(({ resource, row: needed, reference }) => ({
      target: { kind: resource.spec?.kind ?? 0, env, slug: needed.slug },
      attrs: { refFieldPath: reference.fieldPath, sourceFieldPath: reference.path },
    })),
    execution: {
      status: Status.queued,
      result: Result.tbd,
      cloudResourceKind: kind,
      cloudResourceId: row.id,
    },
    gate: isGated ? { type: GateType.manual, reason: "The resource asks for it." } : { type: GateType.none },
  };
}

function neededBy(store: Store, row: Row) {
  const references = referencesIn(cloudResourceIn(row).spec?.cloudObject ?? {});
  return references.flatMap((reference) => {
    const target = targetOf(store, row, reference);
    return target === undefined ? [] : [{ ...target, reference }];
  });
}

/** What others take values from comes before them. */
function inOrder(store: Store, rows: readonly Row[]): readonly Row[] {
  const sorted: Row[] = [];
  const visit = (row: Row, above: readonly string[]): void => {
    if (sorted.includes(row) || above.includes(row.id)) return;
    for (const needed of neededBy(store, row)) {
      const found = rows.find(({ id }) => id === needed.row.id);
      if (found !== undefined) visit(found, [...above, row.id]);
    }
    sorted.push(row);
  };
  for (const row of rows) visit(row, []);
  return sorted;
}

/** What a pipeline calls a resource: `AwsVpc/network`. */
export function nodeName(store: Store, id: string): string {
  const row = store.find("cloud_resource", id);
  return row === undefined ? "" : `${kindName(cloudResourceIn(row))}/${row.slug}`;
}

export function loadPipeline(store: Store, id: string): InfraPipeline {
  const row = store.find("infra_pipeline", id);
  if (row === undefined) throw notFound("infra_pipeline", id);
  return fromBinary(InfraPipelineSchema, row.data);
}

export function savePipeline(store: Store, pipeline: InfraPipeline, at: Date): void {
  const { id = "", name = "" } = pipeline.metadata ?? {};
  store.update({
    kind: "infra_pipeline",
    id,
    name,
    data: toBinary(InfraPipelineSchema, pipeline),
    updated: at.getTime(),
  });
}

export function pipelineStatusOf(pipeline: InfraPipeline): InfraPipelineStatus {
  pipeline.status ??= create(InfraPipelineStatusSchema);
  return pipeline.status;
}

export function environmentIn(pipeline: InfraPipeline, env: string): InfraPipelineDeploymentEnvironment {
  const found = pipeline.status?.deploymentStage?.environments.find((candidate) => candidate.env === env);
  if (found === undefined) throw notFound("environment", `${env} in infra pipeline ${pipeline.metadata?.id ?? ""}`);
  return found;
}

export function loadProject(store: Store, id: string): InfraProject {
  const row = store.find("infra_project", id);
  if (row === undefined) throw notFound("infra_project", id);
  return fromBinary(InfraProjectSchema, row.data);
}
