import type { JsonObject } from "@bufbuild/protobuf";
import { didYouMean } from "../call/nearest.ts";
import type { Plugin } from "../tool/define-plugin.ts";
import type { ResourceFacts } from "../tool/define-resource.ts";
import type { Annotations, Effect } from "../tool/effect.ts";
import type { Tool } from "../tool/tool.ts";
import { type Selection, whyOff } from "./selection.ts";

/** What a plugin offers, as data that its build has made from its code. */
export interface PluginCatalogue {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly tools: readonly ToolEntry[];
  readonly resources: readonly ResourceEntry[];
  readonly prompts: readonly PromptEntry[];
}

/** A tool as a client sees it, and what an operator needs to know of it. */
export interface ToolEntry {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: { readonly type: "object" } & JsonObject;
  readonly annotations: Annotations;
  readonly effect: Effect;
  /** `package.Service/method` of every RPC it may call. */
  readonly rpcs: readonly string[];
  /** Whether it may also call what any resource of the server may. */
  readonly readsResources?: true;
  readonly formerly?: readonly string[];
  readonly keywords?: readonly string[];
  readonly reveals?: string;
  readonly revealsByDefault?: true;
}

export type ResourceEntry = ResourceFacts;

export interface PromptEntry {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly arguments: readonly { readonly name: string; readonly description?: string; readonly required: boolean }[];
  /** The tools it can't do without. */
  readonly tools: readonly string[];
}

/** All that one server offers: its plugins, composed. */
export interface Catalogue {
  readonly plugins: readonly Plugin[];
  /** Every tool, sorted by name. */
  readonly tools: readonly ToolEntry[];
  readonly resources: readonly ResourceEntry[];
  readonly prompts: readonly PromptEntry[];
  readonly has: (tool: string) => boolean;
  /** The name of the plugin that a tool comes from. */
  readonly homeOf: (tool: string) => string | undefined;
  /** Names of the tools that come from the same plugin. */
  readonly neighbours: (tool: string) => readonly string[];
  /** The tool that had this name before. */
  readonly renamed: (tool: string) => ToolEntry | undefined;
  /** The tool's code; its plugin is loaded when it is first asked for. Nothing where there is no such tool. */
  readonly load: (tool: string) => Promise<Tool | undefined>;
  /** ` Did you mean get_team?` where a tool of such a name is near, else nothing. */
  readonly didYouMean: (tool: string) => string;
}

/** Composes plugins into one catalogue. Throws where two of them offer the same name. */
export function compose(plugins: readonly Plugin[]): Catalogue {
  for (const [name, homes] of homesOf(plugins)) {
    const [one, other] = homes;
    if (one !== undefined && other !== undefined) {
      throw new TypeError(`Both ${one.catalogue.name} and ${other.catalogue.name} offer a tool ${name}.`);
    }
  }
  return catalogueWith(plugins, () => true);
}

/** The part of a catalogue that every selection leaves on. Prompts stay where all of their tools do. */
export function narrow({ plugins, has }: Catalogue, selections: readonly Selection[]): Catalogue {
  return catalogueWith(
    plugins,
    (tool, plugin) => has(tool.name) && whyOff(tool, plugin.catalogue.name, selections) === undefined,
  );
}

function catalogueWith(plugins: readonly Plugin[], isOn: (tool: ToolEntry, plugin: Plugin) => boolean): Catalogue {
  const homes = new Map<string, Plugin>();
  const tools: ToolEntry[] = [];
  for (const plugin of plugins) {
    for (const tool of plugin.catalogue.tools) {
      if (!isOn(tool, plugin)) continue;
      homes.set(tool.name, plugin);
      tools.push(tool);
    }
  }
  // What a plugin tells goes with its tools.
  const entries = plugins
    .map(({ catalogue }) => catalogue)
    .filter((catalogue) => catalogue.tools.length === 0 || catalogue.tools.some(({ name }) => homes.has(name)));
  return {
    plugins,
    tools: tools.sort(byName),
    resources: entries.flatMap(({ resources }) => resources).sort(byName),
    prompts: entries
      .flatMap(({ prompts }) => prompts)
      .filter(({ tools }) => tools.every((tool) => homes.has(tool)))
      .sort(byName),
    has: (tool) => homes.has(tool),
    homeOf: (tool) => homes.get(tool)?.catalogue.name,
    neighbours: (tool) => homes.get(tool)?.catalogue.tools.flatMap(({ name }) => (homes.has(name) ? name : [])) ?? [],
    renamed: (tool) => tools.find(({ formerly = [] }) => formerly.includes(tool)),
    load: async (tool) => (await homes.get(tool)?.load())?.tools.find(({ name }) => name === tool),
    didYouMean: (tool) => didYouMean(tool, [...homes.keys()]),
  };
}

function homesOf(plugins: readonly Plugin[]): ReadonlyMap<string, readonly Plugin[]> {
  const homes = new Map<string, Plugin[]>();
  for (const plugin of plugins) {
    for (const { name } of plugin.catalogue.tools) homes.set(name, [...(homes.get(name) ?? []), plugin]);
  }
  return homes;
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
