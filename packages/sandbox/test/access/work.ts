import { work } from "../scene.ts";
import { type AccessTable, everyone, makers, members, nobody, type Outcomes, ownerOnly } from "./outcomes.ts";

const { devNetwork, devDatabase, prodDatabase, failedJob, waitingJob, project, chartProject, pipeline, gatedPipeline } =
  work;

const network = {
  metadata: { org: "acme", env: "dev", slug: "other" },
  spec: { kind: 216, cloudObject: { apiVersion: "aws.openmcf.org/v1", kind: "AwsVpc", metadata: { name: "other" } } },
};
const bySlug = { org: "acme", env: "dev", cloudResourceKind: 216, slug: "network" };
const manifest = "kind: KubernetesDeployment\nmetadata: { name: x, org: acme, env: dev }\nspec: {}\n";

/** Who may is told that it is not the time for it. */
const makersTooEarly: Outcomes = ["FailedPrecondition", "FailedPrecondition", "PermissionDenied", "PermissionDenied"];
const ownerTooEarly: Outcomes = ["FailedPrecondition", "PermissionDenied", "PermissionDenied", "PermissionDenied"];

export const workAccess: AccessTable = {
  "CloudResourceCommandController/apply": [network, makers],
  "CloudResourceCommandController/create": [network, makers],
  "CloudResourceCommandController/update": [{ ...network, metadata: { id: devNetwork } }, makers],
  "CloudResourceCommandController/delete": [{ resourceId: devNetwork }, ownerOnly],
  "CloudResourceCommandController/destroy": [{ metadata: { id: devNetwork } }, ownerOnly],
  "CloudResourceCommandController/purge": [{ value: devNetwork }, ownerOnly],
  "CloudResourceCommandController/rename": [{ id: devNetwork, name: "Main" }, makers],
  "CloudResourceCommandController/cleanup": [{ value: devNetwork }, nobody],
  "CloudResourceQueryController/get": [{ value: devNetwork }, members],
  "CloudResourceQueryController/getByOrgByEnvByKindBySlug": [bySlug, members],
  "CloudResourceQueryController/find": [{ kind: 39, page: { size: 10 } }, nobody],
  "CloudResourceQueryController/checkSlugAvailability": [bySlug, members],
  "CloudResourceQueryController/resolveValueFromReferences": [
    { cloudResourceKind: 814, cloudResourceId: devDatabase },
    members,
  ],
  "CloudResourceQueryController/getEnvVarMap": [{ yamlContent: manifest }, members],
  "CloudResourceLockController/listLocks": [{ value: prodDatabase }, makers],
  "CloudResourceLockController/removeLocks": [{ value: prodDatabase }, makers],
  "CloudResourceSearchQueryController/getCloudResourceCountsGroupedByKind": [{ org: "acme" }, members],
  "CloudResourceSearchQueryController/getCloudResourcesCanvasView": [{ org: "acme" }, members],
  "StackJobCommandController/resume": [{ value: waitingJob }, makers],
  "StackJobCommandController/rerun": [{ value: failedJob }, makers],
  "StackJobCommandController/cancel": [{ value: failedJob }, makersTooEarly],
  "StackJobQueryController/get": [{ value: failedJob }, members],
  "StackJobQueryController/find": [{ kind: 29, page: { size: 10 } }, nobody],
  "StackJobQueryController/listByFilters": [{ org: "acme" }, members],
  "StackJobQueryController/getLastStackJobByCloudResourceId": [{ value: devNetwork }, members],
  "StackJobQueryController/getCloudObjectStackInput": [{ value: failedJob }, members],
  "StackJobQueryController/findIacResourcesByStackJobId": [{ value: failedJob }, members],
  "StackJobQueryController/findIacResourcesByApiResourceId": [{ value: devNetwork }, members],
  "StackJobQueryController/findServiceStackJobsByEnv": [{ value: work.service }, members],
  "StackJobQueryController/getErrorResolutionRecommendation": [
    { stackJobId: failedJob, errorMessage: "Insufficient memory" },
    everyone,
  ],
  "StackJobEssentialsQueryController/check": [{ cloudResourceKind: 216, cloudResourceOwner: { org: "acme" } }, members],
  "InfraPipelineCommandController/runGitCommit": [{ infraProjectId: project, commitSha: "abc" }, ownerOnly],
  "InfraPipelineCommandController/runInfraProjectChartSourcePipeline": [{ value: chartProject }, ownerOnly],
  "InfraPipelineCommandController/cancel": [{ value: pipeline }, ownerTooEarly],
  "InfraPipelineCommandController/delete": [{ resourceId: pipeline }, ownerOnly],
  "InfraPipelineCommandController/resolveEnvironmentManualGate": [
    { infraPipelineId: gatedPipeline, env: "prod", manualGateDecision: 1 },
    ownerOnly,
  ],
  "InfraPipelineCommandController/resolveNodeManualGate": [
    { infraPipelineId: gatedPipeline, env: "prod", nodeId: "AwsVpc/network", manualGateDecision: 1 },
    ownerTooEarly,
  ],
  "InfraPipelineQueryController/get": [{ value: pipeline }, members],
  "InfraPipelineQueryController/listByFilters": [{ org: "acme" }, members],
  "InfraPipelineQueryController/getLastInfraPipelineByInfraProjectId": [{ value: project }, members],
  "InfraProjectQueryController/get": [{ value: project }, members],
  "GraphQueryController/getImpactAnalysis": [{ resourceId: devNetwork }, members],
  "GraphQueryController/getDependents": [{ resourceId: devNetwork }, members],
  "GraphQueryController/getDependencies": [{ resourceId: devNetwork }, members],
  "GraphQueryController/getCloudResourceGraph": [{ cloudResourceId: devNetwork }, members],
  "GraphQueryController/getServiceGraph": [{ serviceId: work.service }, members],
  "GraphQueryController/getEnvironmentGraph": [{ envId: "env_01kseed0000000000000000001" }, members],
  "GraphQueryController/getOrganizationGraph": [{ org: "acme" }, members],
};

/** As above, for the methods that stream: how it ends to read their first message. */
export const workStreams: AccessTable = {
  "StackJobQueryController/getProgressEventStream": [{ value: failedJob }, members],
  "StackJobQueryController/getStackJobStatusStream": [{ value: failedJob }, members],
  "InfraPipelineQueryController/getStatusStream": [{ value: pipeline }, members],
  "InfraPipelineQueryController/getLogStream": [{ value: pipeline }, members],
};
