import { type DescService, getOption, hasOption } from "@bufbuild/protobuf";
import {
  type ApiResourceGroup,
  ApiResourceGroupSchema,
  group_meta,
} from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_group";
import {
  ApiResourceKindSchema,
  ApiResourceVersion,
  kind_meta,
} from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { type Catalogue, loadMethod, type Tool } from "@planton-mcp/core";
import { kindFacts, kindOf } from "@planton-mcp/core/contract";

/** A kind of resource of the platform, as the contract describes it, and what manages it here. */
interface ManagedKind {
  readonly kind: string;
  readonly name: string;
  readonly id_prefix: string | undefined;
  readonly owner: string | undefined;
  readonly tools: readonly string[];
}

interface KindGroup {
  readonly group: string;
  readonly api_version: string;
  readonly kinds: readonly ManagedKind[];
}

/** The platform tells people nothing of these. */
const internal: ReadonlySet<string> = new Set(["test"]);

/** Every kind of the contract by group, with the tools of this very catalogue that read or change it. */
export async function managedKinds(catalogue: Catalogue): Promise<readonly KindGroup[]> {
  const tools = await toolsByKind(catalogue);
  const groups = new Map<string, KindGroup & { readonly kinds: ManagedKind[] }>();
  for (const value of ApiResourceKindSchema.values) {
    const facts = kindFacts(value.name);
    if (facts === undefined || !hasOption(value, kind_meta)) continue;
    const { group, version } = getOption(value, kind_meta);
    const { name, domain } = groupFacts(group);
    if (internal.has(name)) continue;
    const apiVersion = `${domain}/${ApiResourceVersion[version]}`;
    const into = groups.get(apiVersion) ?? { group: name, api_version: apiVersion, kinds: [] };
    groups.set(apiVersion, into);
    into.kinds.push({
      kind: value.name,
      name: facts.name,
      id_prefix: facts.idPrefix || undefined,
      owner: facts.owner?.kind,
      tools: tools.get(value.name) ?? [],
    });
  }
  return [...groups.values()];
}

function groupFacts(group: ApiResourceGroup) {
  const value = ApiResourceGroupSchema.values.find(({ number }) => number === group);
  const domain = value && hasOption(value, group_meta) ? getOption(value, group_meta).domain : "";
  return { name: value?.name ?? "", domain };
}

const known = new WeakMap<Catalogue, Promise<ReadonlyMap<string, readonly string[]>>>();

/** Asked once for a catalogue: it loads the code of every tool in it. */
function toolsByKind(catalogue: Catalogue): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = known.get(catalogue) ?? sortTools(catalogue);
  known.set(catalogue, found);
  return found;
}

async function sortTools(catalogue: Catalogue): Promise<ReadonlyMap<string, readonly string[]>> {
  const sorted = new Map<string, string[]>();
  for (const { name } of catalogue.tools) {
    const tool = await catalogue.load(name);
    for (const kind of tool === undefined ? [] : await kindsOf(tool))
      sorted.set(kind, [...(sorted.get(kind) ?? []), name]);
  }
  return sorted;
}

/**
 * What a tool is about: the kinds that it changes, or for one that only reads, those that it reads. A tool that looks up
 * more on its way has in its name what it is about; or else it is about what the first of its RPCs is, which one for many
 * kinds declares of each of them under the same name.
 */
async function kindsOf(tool: Tool): Promise<readonly string[]> {
  const methods = await Promise.all((tool.writes.length > 0 ? tool.writes : tool.reads).map(loadMethod));
  const kindsOfAll = (some: typeof methods) => [...new Set(some.flatMap(({ parent }) => kindOfService(parent) ?? []))];
  const kinds = kindsOfAll(methods);
  const named = kinds.filter((kind) => tool.name.includes(kind));
  if (named.length > 0 || tool.writes.length > 0) return named.length > 0 ? named : kinds;
  return kindsOfAll(methods.filter(({ name }) => name === methods[0]?.name));
}

/** By the contract's option, or for a search, which has none, by the kind that its service is named after. */
function kindOfService(service: DescService): string | undefined {
  const [, name = ""] = /^(\w+?)(?:Search)?(?:Query|Command)Controller$/.exec(service.name) ?? [];
  return kindOf(service) ?? ApiResourceKindSchema.values.find((value) => kindFacts(value.name)?.name === name)?.name;
}
