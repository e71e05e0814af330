import type { PluginCatalogue } from "../catalogue/catalogue.ts";
import type { Prompt } from "./define-prompt.ts";
import type { Resource } from "./define-resource.ts";
import type { Tool } from "./tool.ts";

/**
 * What a domain package exports: what it offers, as data that was made at build time, and its code with the stubs it
 * names, loaded on first use. Importing it costs next to nothing.
 */
export interface Plugin {
  readonly catalogue: PluginCatalogue;
  readonly load: () => Promise<PluginCode>;
}

/** The code of a plugin. */
export interface PluginCode {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly tools: readonly Tool[];
  readonly resources: readonly Resource[];
  readonly prompts: readonly Prompt[];
}

/** Puts a domain's tools, resources and prompts together. */
export function definePlugin(
  spec: Pick<PluginCode, "name" | "title" | "description"> & Partial<PluginCode>,
): PluginCode {
  return { tools: [], resources: [], prompts: [], ...spec };
}
