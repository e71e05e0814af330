import { getOption, hasOption } from "@bufbuild/protobuf";
import {
  CloudResourceProvider,
  CloudResourceProviderSchema,
  provider_meta,
} from "@planton-mcp/api/openmcf/shared/cloudresourcekind/cloud_resource_provider";
import { invalidArguments, text } from "@planton-mcp/core";
import { spokenNames } from "./spoken-names.ts";

/** The argument that names a provider, as people say it. */
export const provider = text("Provider: aws, gcp, digitalocean…");

/** What people say that is neither the contract's name of a provider nor what the contract shows for it. */
const alsoSaid = [
  ["alibaba", CloudResourceProvider.ali_cloud],
  ["amazon", CloudResourceProvider.aws],
  ["google", CloudResourceProvider.gcp],
  ["google cloud", CloudResourceProvider.gcp],
  ["hetzner", CloudResourceProvider.hetzner_cloud],
  ["k8s", CloudResourceProvider.kubernetes],
  ["mongodb", CloudResourceProvider.atlas],
  ["oracle", CloudResourceProvider.oci],
] as const;

/** The providers of the contract, but for the one that is for tests. */
const providers = CloudResourceProviderSchema.values
  .filter(({ number, name }) => number > 0 && !name.startsWith("_"))
  .map((value) => ({
    name: value.name,
    shown: hasOption(value, provider_meta) ? getOption(value, provider_meta).displayName : value.name,
    provider: value.number as CloudResourceProvider, // the enum's own value
  }));

const spoken = spokenNames<CloudResourceProvider>([
  ...alsoSaid,
  ...providers.flatMap(({ name, shown, provider }) => [name, shown].map((said) => [said, provider] as const)),
]);

/** The provider that a text means. Throws where it means none. */
export function providerOf(said: string): CloudResourceProvider {
  const found = spoken.meaning(said);
  if (found !== undefined) return found;
  const near = spoken.nearest(said);
  const all = providers.map(({ name }) => name).join(", ");
  const help = near === undefined ? `The providers are ${all}.` : `Did you mean ${CloudResourceProvider[near]}?`;
  throw invalidArguments([{ argument: "provider", message: `There is no provider ${said}. ${help}` }]);
}
