import { type DescField, type DescMessage, getOption, hasOption } from "@bufbuild/protobuf";
import {
  type ApiResourceKind,
  ApiResourceKindSchema,
  CloudResourceConnectionKindMappingSchema,
  ConnectionCategorySchema,
  kind_meta,
  provider_connection_kind,
} from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { invalidArguments, text } from "@planton-mcp/core";
import type { CredentialMethods } from "./credential-method.ts";
import { credentialStubs } from "./credential-stubs.ts";
import { spokenNames } from "./spoken-names.ts";

/** A kind of credential: the contract calls it a kind of connection. */
export interface CredentialKind {
  /** What we call it: `aws`. */
  readonly word: string;
  /** What the contract calls it: `aws_provider_connection`, and as a number. */
  readonly name: string;
  readonly number: ApiResourceKind;
  /** What its manifests call it: `AwsProviderConnection`. */
  readonly resource: string;
  readonly title: string;
  /** `provider`, `package`, `scm` or `iac_backend`. */
  readonly category: string;
  /** The provider of cloud resources that it opens, if it opens one. */
  readonly provider: string | undefined;
  readonly load: () => Promise<CredentialMethods>;
}

/** Every kind that the contract has, by its word. */
export const credentialKinds: readonly CredentialKind[] = ApiResourceKindSchema.values
  .flatMap((value) => {
    const stubs = credentialStubs[value.name];
    if (stubs === undefined || !hasOption(value, kind_meta)) return [];
    const { name: resource, displayName, connectionCategory } = getOption(value, kind_meta);
    return {
      word: value.name.replace(/(_provider)?_connection$/, ""),
      name: value.name,
      // The number of one of the enum's own values.
      number: value.number as ApiResourceKind,
      resource,
      title: displayName,
      category: (ConnectionCategorySchema.value[connectionCategory]?.name ?? "").replace(/_connection$/, ""),
      provider: CloudResourceConnectionKindMappingSchema.values.find(
        (mapping) =>
          hasOption(mapping, provider_connection_kind) && getOption(mapping, provider_connection_kind) === value.number,
      )?.name,
      load: stubs.load,
    };
  })
  .sort((a, b) => (a.word < b.word ? -1 : 1));

/** What people say that is neither our word for a kind nor one of the contract's. */
const alsoSaid: Readonly<Record<string, string>> = {
  amazon: "aws",
  azurerm: "azure",
  docker: "container_registry",
  docker_registry: "container_registry",
  google: "gcp",
  google_cloud: "gcp",
  k8s: "kubernetes",
  mongodb: "atlas",
  mongodb_atlas: "atlas",
  pulumi: "pulumi_backend",
  r2: "cloudflare_worker_scripts_r2",
  terraform: "terraform_backend",
};

const spoken = spokenNames(
  credentialKinds.flatMap((kind) => {
    const others = Object.keys(alsoSaid).filter((said) => alsoSaid[said] === kind.word);
    return [kind.word, kind.name, kind.resource, kind.title, ...others].map((said) => [said, kind] as const);
  }),
);

/** The argument that names a kind. */
export const kind = text("aws, github, docker…: see credential-types://catalog");

/** The kind that somebody means. Throws a failure that names the nearest, or all. */
export function credentialKind(said: string, argument = "kind"): CredentialKind {
  const short = said.replace(/[\s_-]*(credentials?|connection)$/i, "");
  const meant = spoken.meaning(said) ?? spoken.meaning(short);
  if (meant !== undefined) return meant;
  const near = spoken.nearest(short);
  const words = credentialKinds.map(({ word }) => word).join(", ");
  const help = near === undefined ? `The kinds are ${words}.` : `Did you mean ${near.word}?`;
  throw invalidArguments([{ argument, message: `There is no such kind of credential. ${help}` }]);
}

/** The kind of a number that the API names. */
export function kindOfNumber(number: ApiResourceKind): CredentialKind | undefined {
  return credentialKinds.find((kind) => kind.number === number);
}

/** The field that holds what a kind has of its own, beside what all resources have. */
export function specField(resource: DescMessage): DescField & { readonly fieldKind: "message" } {
  const field = resource.fields.find(({ name }) => name === "spec");
  if (field?.fieldKind !== "message") throw new TypeError(`${resource.typeName} has no spec.`);
  return field;
}
