import type { JsonObject } from "@bufbuild/protobuf";
import { didYouMean } from "../call/nearest.ts";
import type { Plugin } from "../tool/define-plugin.ts";
import type { Annotations, Effect } from "../tool/effect.ts";
import type { Tool } from "../tool/tool.ts";

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
  readonly formerly?: readonly string[];
  readonly keywords?: readonly string[];
  readonly reveals?: string;
  readonly revealsByDefault?: true;
}

export interface ResourceEntry {
  readonly uri: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly mimeType: string;
}

export interface PromptEntry {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly arguments: readonly { readonly name: string; readonly description?: string; readonly required: boolean }[];
  /** The tools it leads through. */
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
  /** Names of the tools that come from the same plugin. */
  readonly neighbours: (tool: string) => readonly string[];
  /** The tool's code; its plugin is loaded when it is first asked for. Nothing where there is no such tool. */
  readonly load: (tool: string) => Promise<Tool | undefined>;
  /** ` Did you mean get_team?` where a tool of such a name is near, else nothing. */
  readonly didYouMean: (tool: string) => string;
}

/** Composes plugins into one catalogue. Throws where two of them offer the same name. */
export function compose(plugins: readonly Plugin[]): Catalogue {
  const homes = new Map<string, Plugin>();
  for (const plugin of plugins) {
    for (const { name } of plugin.catalogue.tools) {
      const other = homes.get(name);
      if (other !== undefined) {
        throw new TypeError(`Both ${other.catalogue.name} and ${plugin.catalogue.name} offer a tool ${name}.`);
      }
      homes.set(name, plugin);
    }
  }
  const entries = plugins.map(({ catalogue }) => catalogue);
  return {
    plugins,
    tools: entries.flatMap(({ tools }) => tools).sort(byName),
    resources: entries.flatMap(({ resources }) => resources).sort(byName),
    prompts: entries
      .flatMap(({ prompts }) => prompts)
      .filter(({ tools }) => tools.every((tool) => homes.has(tool)))
      .sort(byName),
    has: (tool) => homes.has(tool),
    neighbours: (tool) => homes.get(tool)?.catalogue.tools.map(({ name }) => name) ?? [],
    load: async (tool) => (await homes.get(tool)?.load())?.tools.find(({ name }) => name === tool),
    didYouMean: (tool) => didYouMean(tool, [...homes.keys()]),
  };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
