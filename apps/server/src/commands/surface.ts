import { type Catalogue, isGuarded, type ToolEntry } from "@planton-mcp/core";
import type { Settings } from "../settings.ts";

/** What a caller meets who wants to use a tool, and why. */
export interface ExplainedTool {
  readonly name: string;
  readonly plugin: string;
  readonly effect: ToolEntry["effect"];
  readonly title: string;
  readonly state: "on" | "refused" | "hidden";
  readonly reason: string;
}

/** For every tool, whether these settings let it run, and which of them does not. */
export function explainTools(
  { plugins }: Catalogue,
  settings: Pick<Settings, "readOnly" | "allowDestroy">,
): readonly ExplainedTool[] {
  return plugins
    .flatMap(({ catalogue }) => catalogue.tools.map((tool) => ({ plugin: catalogue.name, ...tool })))
    .map((tool) => ({ ...pick(tool), ...stateOf(tool, settings) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function pick({ name, plugin, effect, title }: ToolEntry & { readonly plugin: string }) {
  return { name, plugin, effect, title };
}

function stateOf(
  { effect }: ToolEntry,
  { readOnly, allowDestroy }: Pick<Settings, "readOnly" | "allowDestroy">,
): Pick<ExplainedTool, "state" | "reason"> {
  if (effect === "read") return { state: "on", reason: "it changes nothing" };
  if (readOnly) return { state: "hidden", reason: "--read-only is set" };
  if (!isGuarded(effect)) return { state: "on", reason: "it destroys nothing" };
  return allowDestroy
    ? { state: "on", reason: "--allow-destroy is set" }
    : { state: "refused", reason: "--allow-destroy is not set" };
}
