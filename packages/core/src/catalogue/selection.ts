import { didYouMean } from "../call/nearest.ts";
import { fitsAny } from "../guard/policy.ts";
import type { Effect } from "../tool/effect.ts";
import type { Catalogue } from "./catalogue.ts";

/** Which tools are offered. Names of tools may have `*` for anything. What is left out selects everything. */
export interface Selection {
  /** All tools of these plugins; with `tools`, both. */
  readonly plugins?: readonly string[] | undefined;
  readonly tools?: readonly string[] | undefined;
  /** Off, whatever else selects them. */
  readonly excludeTools?: readonly string[] | undefined;
  /** Whether everything but `read` is off, whatever else selects it. */
  readonly readOnly?: boolean | undefined;
  /** Tools that may show the secret that they reveal. Any other such tool is off, but those that make a new key. */
  readonly reveal?: readonly string[] | undefined;
}

/** What a selection looks at in a tool. */
export interface Selectable {
  readonly name: string;
  readonly effect: Effect;
  readonly reveals?: string | undefined;
  readonly revealsByDefault?: boolean | undefined;
}

/** Why a tool is off, as the end of a sentence that begins with its name; nothing where every selection leaves it on. */
export function whyOff(tool: Selectable, plugin: string, selections: readonly Selection[]): string | undefined {
  return selections.map((selection) => whyOffIn(tool, plugin, selection)).find((reason) => reason !== undefined);
}

function whyOffIn(tool: Selectable, plugin: string, selection: Selection): string | undefined {
  const { plugins, tools, excludeTools = [], readOnly, reveal = [] } = selection;
  if (readOnly === true && tool.effect !== "read") return "changes something, and this server is read-only";
  if (fitsAny(excludeTools, tool.name)) return "is excluded";
  const isSelected = plugins?.includes(plugin) === true || (tools !== undefined && fitsAny(tools, tool.name));
  if ((plugins !== undefined || tools !== undefined) && !isSelected) return "is not among what is selected";
  if (tool.reveals !== undefined && tool.revealsByDefault !== true && !reveal.includes(tool.name)) {
    return "shows a secret, and is off until whoever runs the server names it";
  }
  return undefined;
}

/** Throws a `RangeError` for a name in a selection that there is no plugin or tool of, with the nearest. */
export function checkSelection({ plugins, tools }: Catalogue, selection: Selection): void {
  const pluginNames = plugins.map(({ catalogue }) => catalogue.name);
  const toolNames = tools.map(({ name }) => name);
  for (const name of selection.plugins ?? []) {
    if (!pluginNames.includes(name))
      throw new RangeError(`There is no plugin ${name}.${didYouMean(name, pluginNames)}`);
  }
  for (const name of [...(selection.tools ?? []), ...(selection.excludeTools ?? []), ...(selection.reveal ?? [])]) {
    if (toolNames.some((tool) => fitsAny([name], tool))) continue;
    throw new RangeError(`There is no tool ${name}.${didYouMean(name, toolNames)}`);
  }
}
