import { create, type JsonObject } from "@bufbuild/protobuf";
import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import {
  WorkflowStepManualGateDecision as Decision,
  WorkflowExecutionStatus as Status,
} from "@planton-mcp/api/commons/workflow/workflow";
import { CloudResourceSchema } from "@planton-mcp/api/infrahub/cloudresource/v1/api";
import { InfraProjectSchema } from "@planton-mcp/api/infrahub/infraproject/v1/api";
import { InfraProjectSource } from "@planton-mcp/api/infrahub/infraproject/v1/spec";
import { StackJobOperationType as Operation } from "@planton-mcp/api/infrahub/stackjob/v1/enum";
import { GitRepoProvider } from "@planton-mcp/api/integration/vcs/provider";
import { ServiceSchema } from "@planton-mcp/api/servicehub/service/v1/api";
import { cloudResourceKind } from "../cloud-resource-kind.ts";
import { playJob } from "../jobs/job-steps.ts";
import {
  beginPipeline,
  environmentIn,
  loadPipeline,
  loadProject,
  pipelineStatusOf,
  savePipeline,
} from "../jobs/pipeline.ts";
import { stepPipeline } from "../jobs/pipeline-steps.ts";
import { cloudResourceIn } from "../jobs/references.ts";
import { approveJob, beginJob } from "../jobs/stack-job.ts";
import { knownType } from "../resource-type.ts";
import { insertResource, loadRow, replaceResource, type Writer } from "../resources.ts";
import { at, people, seedId } from "../seed.ts";
import type { Store } from "../store.ts";
import { prepare } from "./cloud-resource.ts";
import type { Domain } from "./domain.ts";

interface More {
  readonly parent?: { readonly kind: ApiResourceKind; readonly name: string };
}

const type = knownType("cloud_resource", CloudResourceSchema);
const memory = (requests: string) => ({
  replicas: 1,
  disk_size: "10Gi",
  resources: { requests: { cpu: "100m", memory: requests }, limits: { cpu: "1000m", memory: requests } },
});
const fromNamespace = { value_from: { kind: "KubernetesNamespace", name: "shop", field_path: "spec.name" } };
const network = (vpcCidr: string) => ({
  region: "eu-central-1",
  vpc_cidr: vpcCidr,
  availability_zones: ["eu-central-1a", "eu-central-1b"],
  subnets_per_availability_zone: 1,
  subnet_size: 256,
});
const shop = (version: string) => ({
  namespace: fromNamespace,
  version,
  container: {
    app: {
      image: { repo: "registry.example/shop", tag: version },
      env: {
        variables: {
          DATABASE_HOST: {
            value_from: { kind: "KubernetesPostgres", name: "shop-db", field_path: "status.outputs.kube_endpoint" },
          },
          LOG_LEVEL: { value: "info" },
        },
      },
      ports: [{ name: "http", container_port: 8080, network_protocol: "TCP", app_protocol: "http", service_port: 80 }],
    },
  },
});

const ofProject = (name: string) => ({ parent: { kind: ApiResourceKind.infra_project, name } });
const ofService = { parent: { kind: ApiResourceKind.service, name: "shop" } };

/** What is deployed at acme and globex, and how it came to be. Nothing here is served: it is the story of other domains. */
export const workDomain: Domain = {
  services: [],
  seed: ({ plant, store }) => {
    const jobs = numbered("sj");
    const writer = (actor: string, day: number, hour: number) => ({ store, actor, at: at(day, hour), isTrusted: true });

    /** Stores a resource of a kind, and runs its first job. */
    const deploy = (id: string, where: string, kind: string, spec: JsonObject, day: number, more: More = {}) => {
      const [org = "", env = "", slug = ""] = where.split("/");
      const facts = cloudResourceKind(kind);
      if (facts === undefined) throw new Error(`${kind} is no kind of cloud resource.`);
      const resource = create(CloudResourceSchema, {
        metadata: { org, env, slug, name: slug },
        spec: {
          kind: facts.number,
          cloudObject: {
            apiVersion: `${facts.providerName}.openmcf.org/v1`,
            kind,
            metadata: { name: slug, org, env },
            spec,
          },
          ...more,
        },
      });
      const by = writer(org === "acme" ? people.ada : people.otto, day, 9);
      prepare(by, resource);
      insertResource(by, type, resource, id);
      run(by, id, jobs(), true);
    };

    /** Changes a resource's specification, and runs the job of it until it is over or waits. */
    const change = (id: string, spec: JsonObject, day: number) => {
      const by = writer(people.max, day, 10);
      const row = loadRow(store, type, id);
      const resource = cloudResourceIn(row);
      if (resource.spec === undefined) throw new Error(`${id} has no specification.`);
      resource.spec.cloudObject = { ...resource.spec.cloudObject, spec };
      replaceResource(by, type, row, resource);
      run(by, id, jobs(), false);
    };

    const service = { metadata: { org: "acme", slug: "shop", name: "Shop" }, spec: { containerRegistry: "registry" } };
    plant("service", ServiceSchema, service, { id: seedId("svc", 1), actor: people.ada, at: at(8, 8) });
    const gitRepo = {
      ownerName: "acme",
      name: "platform",
      defaultBranch: "main",
      cloneUrl: "https://git.example/acme/platform.git",
      browserUrl: "https://git.example/acme/platform",
      gitRepoProvider: GitRepoProvider.github,
      gitConnection: "github",
    };
    plant(
      "infra_project",
      InfraProjectSchema,
      {
        metadata: { org: "acme", slug: "platform", name: "Platform" },
        spec: { source: InfraProjectSource.git_repo, gitRepoSource: { description: "Networks", gitRepo } },
      },
      { id: projects.platform, actor: people.ada, at: at(8, 8) },
    );
    plant(
      "infra_project",
      InfraProjectSchema,
      {
        metadata: { org: "acme", slug: "playground", name: "Playground" },
        spec: { source: InfraProjectSource.infra_chart, infraChartSource: { env: "dev" } },
      },
      { id: projects.playground, actor: people.ada, at: at(8, 8) },
    );

    deploy(resources.devNetwork, "acme/dev/network", "AwsVpc", network("10.1.0.0/16"), 8, ofProject("platform"));
    deploy(resources.prodNetwork, "acme/prod/network", "AwsVpc", network("10.3.0.0/16"), 8, ofProject("platform"));
    deploy(resources.devShop, "acme/dev/shop", "KubernetesNamespace", { name: "shop" }, 9, ofProject("playground"));
    deploy(resources.prodShop, "acme/prod/shop", "KubernetesNamespace", { name: "shop" }, 9);
    const database = (requests: string) => ({ namespace: fromNamespace, container: memory(requests) });
    deploy(resources.devDatabase, "acme/dev/shop-db", "KubernetesPostgres", database("1Gi"), 9);
    deploy(resources.prodDatabase, "acme/prod/shop-db", "KubernetesPostgres", database("4Gi"), 9);
    deploy(resources.devApp, "acme/dev/shop", "KubernetesDeployment", shop("v2"), 10, ofService);
    deploy(resources.prodApp, "acme/prod/shop", "KubernetesDeployment", shop("v1"), 10, ofService);
    deploy(resources.globexNetwork, "globex/prod/network", "AwsVpc", network("10.9.0.0/16"), 10);
    change(resources.devDatabase, database("64Gi"), 11);
    // The policy of prod lets nothing go from preview to update by itself.
    change(resources.prodDatabase, database("8Gi"), 11);

    const pipelines = numbered("infpipe");
    const project = loadProject(store, projects.platform);
    for (const [commitSha, day] of [
      ["5f3c9ab0d1", 12],
      ["c41e77d2b8", 13],
    ] as const) {
      const id = pipelines();
      const by = writer(people.ada, day, 9);
      beginPipeline(by, { project, commitSha, id });
      runPipeline(store, id, by.at, day === 12);
    }
  },
};

/** Ids of the seed's cloud resources. */
const resources = {
  devNetwork: seedId("awsvpc", 1),
  prodNetwork: seedId("awsvpc", 2),
  globexNetwork: seedId("awsvpc", 3),
  devShop: seedId("k8sns", 1),
  prodShop: seedId("k8sns", 2),
  devDatabase: seedId("k8spg", 1),
  prodDatabase: seedId("k8spg", 2),
  devApp: seedId("k8sdep", 1),
  prodApp: seedId("k8sdep", 2),
};

const projects = { platform: seedId("infpj", 1), playground: seedId("infpj", 2) };

function numbered(prefix: string): () => string {
  let number = 0;
  return () => {
    number += 1;
    return seedId(prefix, number);
  };
}

/** Milliseconds between the steps of the story's jobs. */
const stepMs = 4000;

function run(by: Writer, resourceId: string, id: string, isApproved: boolean): void {
  const { store } = by;
  const resource = cloudResourceIn(loadRow(store, type, resourceId));
  beginJob(by, { resource, operation: Operation.update, id });
  play(store, id, by.at, isApproved);
}

/** Runs a job to where it waits for a word, and on to its end where that is given. */
function play(store: Store, id: string, from: Date, isApproved = true): Date {
  let time = from;
  for (let job = store.findRun(id); job !== undefined && job.state !== "over"; job = store.findRun(id)) {
    if (job.state === "active") time = playJob(store, job, time, stepMs);
    else if (isApproved) approveJob(store, id, time);
    else break;
  }
  return time;
}

/** Runs a pipeline with its jobs to its gate, and to its end where that is approved. */
function runPipeline(store: Store, id: string, from: Date, isApproved: boolean): void {
  let time = from;
  const go = () => {
    for (let run = store.findRun(id); run?.state === "active"; run = store.findRun(id)) {
      time = new Date(time.getTime() + stepMs);
      stepPipeline(store, run, time);
      for (const job of store.activeRuns().filter(({ kind }) => kind === "stack_job")) {
        time = play(store, job.id, time);
      }
    }
  };
  go();
  const run = store.findRun(id);
  if (!isApproved || run === undefined) return;
  const pipeline = loadPipeline(store, id);
  environmentIn(pipeline, "prod").manualGateDecision = Decision.yes;
  pipelineStatusOf(pipeline).progressStatus = Status.running;
  savePipeline(store, pipeline, time);
  store.updateRun({ ...run, state: "active" });
  go();
}
