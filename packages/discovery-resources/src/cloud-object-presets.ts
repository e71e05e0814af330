import { CloudObjectPresetQueryController } from "@planton-mcp/api/infrahub/cloudobjectpreset/v1/query";
import { InfraHubSearchQueryController } from "@planton-mcp/api/search/v1/infrahub/query";
import { defineResource, invalidArguments, startingWith } from "@planton-mcp/core";
import { findKind, kinds, nearestKinds } from "@planton-mcp/kinds";

const { searchOfficialCloudObjectPresets: search } = InfraHubSearchQueryController.method;
const { get } = CloudObjectPresetQueryController.method;

/** As many presets as are given with their manifest. */
const most = 10;

export const cloudObjectPresets = defineResource({
  uri: "cloud-object-presets://{kind}",
  name: "cloud-object-presets",
  title: "Presets of a cloud resource kind",
  description: "The platform's presets for one kind, best first, each with its manifest in YAML to start from.",
  mimeType: "application/json",
  annotations: { audience: ["assistant"], priority: 0.6 },
  cache: { seconds: 300, forEverybody: false },
  reads: [search, get],
  read: async ({ kind = "" }, { read }) => {
    const facts = findKind(kind);
    if (facts === undefined) throw invalidArguments([{ argument: "kind", message: noSuchKind(kind) }]);
    const found = await read(search, { cloudResourceKind: facts.number, pageInfo: { num: 0, size: most } });
    const presets = await Promise.all(
      found.entries.map(async ({ id, name, description }) => {
        // Whoever may find a preset is not always let see into it: it is still worth naming.
        const preset = await read(get, { value: id }).catch(() => undefined);
        return { id, name, description: description || undefined, yaml: preset?.spec?.yamlContent || undefined };
      }),
    );
    const more = found.totalPages > 1 ? `There are more than these ${most}.` : undefined;
    return { kind: facts.kind, count: presets.length, presets, more };
  },
  complete: {
    kind: async (typed) =>
      startingWith(
        typed,
        kinds.map(({ kind }) => kind),
      ),
  },
});

function noSuchKind(kind: string): string {
  const near = nearestKinds(kind).map((facts) => facts.kind);
  return `There is no cloud resource kind ${kind}.${near.length === 0 ? "" : ` Did you mean ${near.join(" or ")}?`}`;
}
