import { create, type JsonObject } from "@bufbuild/protobuf";
import type { CloudResource } from "@planton-mcp/api/infrahub/cloudresource/v1/api";
import { type IacResource, IacResourceSchema } from "@planton-mcp/api/infrahub/stackjob/v1/api";
import { IacProvisioner } from "@planton-mcp/api/openmcf/shared/iac";
import { cloudResourceKind } from "../cloud-resource-kind.ts";
import { isObject } from "./references.ts";

/**
 * What deploying a kind makes, in order. Written down for the kinds that the story and its readers meet most; any other
 * kind makes one resource that is named after it. All of it is the sandbox's invention.
 */
const made: Readonly<Record<string, readonly string[]>> = {
  AwsVpc: [
    "aws:ec2/vpc:Vpc",
    "aws:ec2/internetGateway:InternetGateway",
    "aws:ec2/subnet:Subnet",
    "aws:ec2/routeTable:RouteTable",
  ],
  AwsEksCluster: ["aws:ec2/securityGroup:SecurityGroup", "aws:eks/cluster:Cluster"],
  AwsIamRole: ["aws:iam/role:Role", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"],
  AwsS3Bucket: ["aws:s3/bucketV2:BucketV2", "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
  KubernetesNamespace: ["kubernetes:core/v1:Namespace", "kubernetes:core/v1:ResourceQuota"],
  KubernetesPostgres: [
    "kubernetes:core/v1:Secret",
    "kubernetes:core/v1:Service",
    "kubernetes:acid.zalan.do/v1:postgresql",
  ],
  KubernetesDeployment: ["kubernetes:core/v1:Secret", "kubernetes:core/v1:Service", "kubernetes:apps/v1:Deployment"],
};

/** The infrastructure that a resource becomes. */
export function plannedResources(resource: CloudResource): readonly IacResource[] {
  const kind = cloudResourceKind(resource.spec?.kind ?? 0);
  const name = kind?.name ?? "Resource";
  const provider = kind?.providerName ?? "unknown";
  const { slug = "", org = "", env = "" } = resource.metadata ?? {};
  const types = made[name] ?? [`${provider}:index/${lowerFirst(name)}:${name}`];
  const isPulumi = !isTerraform(resource);
  return types.map((type) => {
    const [, last = type] = /:([^:]+)$/.exec(type) ?? [];
    const resourceType = isPulumi ? type : `${provider}_${snakeCase(last)}`;
    return create(IacResourceSchema, {
      address: isPulumi ? `urn:pulumi:${env}::${org}::${type}::${slug}` : `${resourceType}.${slug}`,
      resourceType,
      provider,
      logicalName: slug,
      resourceExternalId: externalId(provider, last, slug),
    });
  });
}

export function isTerraform(resource: CloudResource): boolean {
  const provisioner = resource.spec?.provisionerInfo?.provisioner;
  return provisioner === IacProvisioner.terraform || provisioner === IacProvisioner.tofu;
}

/** What a deployed resource says of itself, in the shape of its kind's outputs. */
export function outputsOf(resource: CloudResource): JsonObject {
  const name = cloudResourceKind(resource.spec?.kind ?? 0)?.name ?? "";
  return outputs[name]?.(resource.metadata?.slug ?? "", namespaceOf(resource)) ?? {};
}

const outputs: Readonly<Record<string, (slug: string, namespace: string) => JsonObject>> = {
  AwsVpc: (slug) => ({
    vpc_id: hexId("vpc", slug),
    internet_gateway_id: hexId("igw", slug),
    private_subnets: ["a", "b"].map((zone) => ({
      name: `${slug}-private-${zone}`,
      id: hexId("subnet", `${slug}-private-${zone}`),
    })),
  }),
  AwsEksCluster: (slug) => ({
    endpoint: `https://${hexOf(slug)}.eks.example`,
    cluster_arn: `arn:aws:eks:eu-central-1:123456789012:cluster/${slug}`,
    name: slug,
  }),
  AwsIamRole: (slug) => ({ role_arn: `arn:aws:iam::123456789012:role/${slug}`, role_name: slug }),
  KubernetesNamespace: (slug) => ({ namespace: slug }),
  KubernetesPostgres: serviceOutputs,
  KubernetesDeployment: serviceOutputs,
};

function serviceOutputs(slug: string, namespace: string): JsonObject {
  return { namespace, service: slug, kube_endpoint: `${slug}.${namespace}.svc.cluster.local` };
}

/** Nested outputs as an engine tells them: `private_subnets.0.id`. */
export function flattened(outputs: JsonObject): Record<string, string> {
  const flat: Record<string, string> = {};
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== "object" || value === null) flat[path] = String(value);
    else for (const [key, inner] of Object.entries(value)) walk(inner, path === "" ? key : `${path}.${key}`);
  };
  walk(outputs, "");
  return flat;
}

/** The namespace that a manifest names, or the name of the resource that it takes it from. */
function namespaceOf(resource: CloudResource): string {
  const spec = resource.spec?.cloudObject?.spec;
  const namespace = isObject(spec) ? spec.namespace : undefined;
  if (!isObject(namespace)) return typeof namespace === "string" ? namespace : "default";
  const from = namespace.valueFrom ?? namespace.value_from;
  const name = isObject(from) ? from.name : namespace.value;
  return typeof name === "string" ? name : "default";
}

function externalId(provider: string, type: string, slug: string): string {
  if (provider === "kubernetes") return `default/${slug}`;
  return hexId(lowerFirst(type).toLowerCase(), slug);
}

function hexId(prefix: string, text: string): string {
  return `${prefix}-0${hexOf(text)}`;
}

/** Sixteen hexadecimal digits that are the same for the same text: FNV-1a, twice. */
function hexOf(text: string): string {
  const hash = (seed: number) =>
    [...text].reduce((sum, letter) => Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 0x01_00_01_93) >>> 0, seed);
  return [0x81_1c_9d_c5, 0x1b_87_35_93].map((seed) => hash(seed).toString(16).padStart(8, "0")).join("");
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function snakeCase(text: string): string {
  return text.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toLowerCase();
}
