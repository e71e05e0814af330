import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import type { PageInfo } from "@planton-mcp/api/commons/rpc/pagination";
import { type CloudObjectPreset, CloudObjectPresetSchema } from "@planton-mcp/api/infrahub/cloudobjectpreset/v1/api";
import { CloudObjectPresetQueryController } from "@planton-mcp/api/infrahub/cloudobjectpreset/v1/query";
import {
  type DeploymentComponent,
  DeploymentComponentSchema,
} from "@planton-mcp/api/infrahub/deploymentcomponent/v1/api";
import { type IacModule, IacModuleSchema } from "@planton-mcp/api/infrahub/iacmodule/v1/api";
import { CloudResourceKind } from "@planton-mcp/api/openmcf/shared/cloudresourcekind/cloud_resource_kind";
import { IacProvisioner } from "@planton-mcp/api/openmcf/shared/iac";
import { InfraHubSearchQueryController } from "@planton-mcp/api/search/v1/infrahub/query";
import { platformId } from "../access.ts";
import { cloudResourceKind } from "../cloud-resource-kind.ts";
import { special } from "../handler.ts";
import { knownType } from "../resource-type.ts";
import { loadRow, resourceOf } from "../resources.ts";
import { at, people, seedId } from "../seed.ts";
import type { Store } from "../store.ts";
import type { Domain } from "./domain.ts";

const { method } = InfraHubSearchQueryController;
const presetType = knownType("cloud_object_preset", CloudObjectPresetSchema);
const componentType = knownType("deployment_component", DeploymentComponentSchema);
const moduleType = knownType("iac_module", IacModuleSchema);

const presets = (store: Store) =>
  store.list(presetType.kind).map((row) => resourceOf(presetType, row) as CloudObjectPreset); // of this type
const components = (store: Store) =>
  store.list(componentType.kind).map((row) => resourceOf(componentType, row) as DeploymentComponent); // of this type
const modules = (store: Store) => store.list(moduleType.kind).map((row) => resourceOf(moduleType, row) as IacModule); // of this type

/** What the platform offers to deploy: components, modules and presets. The seed's are the sandbox's own invention. */
export const infraHubCatalogDomain: Domain = {
  services: [InfraHubSearchQueryController, CloudObjectPresetQueryController],
  specials: [
    special(method.searchDeploymentComponentsByFilter, ({ store }, { searchText, providers, pageInfo }) =>
      pageOf(
        components(store)
          .filter(({ spec }) => providers.length === 0 || providers.includes(spec?.provider ?? 0))
          .filter(namedLike(searchText))
          .map((found) => ({
            ...recordOf(ApiResourceKind.deployment_component, found),
            isReady: found.spec?.isReady ?? false,
          })),
        pageInfo,
      ),
    ),
    special(method.searchOfficialIacModules, ({ store }, { searchText, cloudResourceKind: kind, pageInfo }) =>
      pageOf(
        modulesFor(store, kind, searchText).filter(({ isOfficialIacModule }) => isOfficialIacModule),
        pageInfo,
      ),
    ),
    special(method.searchIacModulesByOrgContext, ({ store }, request) => {
      const { org, searchText, cloudResourceKind: kind, isIncludeOfficial, isIncludeOrganizationModules } = request;
      const records = modulesFor(store, kind, searchText).filter((record) =>
        record.isOfficialIacModule ? isIncludeOfficial : isIncludeOrganizationModules && record.selectorId === org,
      );
      return pageOf(records, request.pageInfo);
    }),
    special(method.searchOfficialCloudObjectPresets, ({ store }, { searchText, cloudResourceKind: kind, pageInfo }) =>
      pageOf(
        presets(store)
          .filter(({ spec }) => isOfficial(spec) && (kind === 0 || spec?.cloudResourceKind === kind))
          .filter(namedLike(searchText))
          .sort((a, b) => (a.spec?.rank ?? 0) - (b.spec?.rank ?? 0))
          .map((found) => recordOf(ApiResourceKind.cloud_object_preset, found)),
        pageInfo,
      ),
    ),
    // The contract asks for no permission on a preset. Official ones are everybody's, and the seed has no others.
    special(CloudObjectPresetQueryController.method.get, ({ store, access }, { value }) => {
      const preset = resourceOf(presetType, loadRow(store, presetType, value)) as CloudObjectPreset; // of this type
      access.allow();
      return preset;
    }),
  ],
  seed: ({ plant }) => {
    const offered = [
      [CloudResourceKind.AwsVpc, "A private network in AWS"],
      [CloudResourceKind.AwsS3Bucket, "Object storage in AWS"],
      [CloudResourceKind.KubernetesPostgres, "A PostgreSQL database in a Kubernetes cluster"],
    ] as const;
    for (const [index, [kind, description]] of offered.entries()) {
      const provider = cloudResourceKind(kind)?.provider ?? 0;
      const by = (prefix: string, number: number) => ({
        id: seedId(prefix, number),
        actor: people.ada,
        at: at(4, index),
      });
      const name = CloudResourceKind[kind];
      const component = { cloudResourceKind: kind, provider, description, isReady: true };
      const slug = name.toLowerCase();
      plant(
        "deployment_component",
        DeploymentComponentSchema,
        { metadata: { name, slug }, spec: component },
        by("depcmp", index + 1),
      );
      for (const [order, provisioner] of [IacProvisioner.pulumi, IacProvisioner.tofu].entries()) {
        const suffix = IacProvisioner[provisioner];
        const spec = {
          selector: { kind: ApiResourceKind.platform, id: platformId },
          cloudResourceKind: kind,
          provisioner,
          isReady: true,
          description,
        };
        const metadata = { name: `${name} with ${suffix}`, slug: `${slug}-${suffix}` };
        plant("iac_module", IacModuleSchema, { metadata, spec }, by("iacmod", 2 * index + order + 1));
      }
    }
    const own = {
      selector: { kind: ApiResourceKind.organization, id: "acme" },
      cloudResourceKind: CloudResourceKind.AwsS3Bucket,
      provisioner: IacProvisioner.tofu,
      isReady: true,
      description: "Buckets as Acme wants them",
    };
    const acme = { metadata: { name: "Acme bucket", slug: "acme-bucket" }, spec: own };
    plant("iac_module", IacModuleSchema, acme, { id: seedId("iacmod", 7), actor: people.ada, at: at(9, 1) });

    const preset = (number: number, name: string, description: string, spec: string) => {
      const yamlContent = `apiVersion: aws.openmcf.org/v1\nkind: AwsVpc\nmetadata:\n  name: ${name}\nspec:\n${spec}`;
      const message = {
        metadata: { name, slug: name },
        spec: {
          selector: { kind: ApiResourceKind.platform, id: platformId },
          cloudResourceKind: CloudResourceKind.AwsVpc,
          rank: number,
          description,
          yamlContent,
        },
      };
      plant("cloud_object_preset", CloudObjectPresetSchema, message, {
        id: seedId("cop", number),
        actor: people.ada,
        at: at(4, 10 + number),
      });
    };
    preset(
      1,
      "small-vpc",
      "One zone, for trying things out",
      "  vpcCidr: 10.0.0.0/16\n  availabilityZones: [us-east-1a]\n",
    );
    preset(
      2,
      "sturdy-vpc",
      "Three zones, with NAT",
      "  vpcCidr: 10.0.0.0/16\n  isNatGatewayEnabled: true\n  availabilityZones: [us-east-1a, us-east-1b, us-east-1c]\n",
    );
  },
};

/** The platform computes that of what it offers itself. */
function isOfficial(spec: { readonly selector?: { readonly kind: ApiResourceKind } | undefined } | undefined): boolean {
  return spec?.selector?.kind === ApiResourceKind.platform;
}

type Found = CloudObjectPreset | DeploymentComponent | IacModule;

function namedLike(text: string) {
  const wanted = text.trim().toLowerCase();
  return ({ metadata, spec }: Found) => `${metadata?.name} ${spec?.description}`.toLowerCase().includes(wanted);
}

function modulesFor(store: Store, kind: CloudResourceKind, text: string) {
  return modules(store)
    .filter(({ spec }) => kind === 0 || spec?.cloudResourceKind === kind)
    .filter(namedLike(text))
    .map((found) => ({
      ...recordOf(ApiResourceKind.iac_module, found),
      iacProvisioner: found.spec?.provisioner ?? 0,
      isOfficialIacModule: isOfficial(found.spec),
      isReady: found.spec?.isReady ?? false,
      selectorId: found.spec?.selector?.id ?? "",
    }));
}

function recordOf(kind: ApiResourceKind, { metadata, spec }: Found) {
  return {
    id: metadata?.id ?? "",
    name: metadata?.name ?? "",
    slug: metadata?.slug ?? "",
    kind,
    description: spec?.description ?? "",
    cloudResourceKind: spec?.cloudResourceKind ?? 0,
    cloudResourceProvider: cloudResourceKind(spec?.cloudResourceKind ?? 0)?.provider ?? 0,
  };
}

function pageOf<Record>(records: readonly Record[], page: PageInfo | undefined) {
  const size = page === undefined || page.size <= 0 ? Math.max(records.length, 1) : page.size;
  const start = Math.max(page?.num ?? 0, 0) * size;
  return { totalPages: Math.ceil(records.length / size), entries: records.slice(start, start + size) };
}
