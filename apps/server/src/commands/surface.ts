import type { Catalogue, ToolEntry } from "@planton-mcp/core";
import { whyOff } from "@planton-mcp/core/v2";
import { refuseUnknownNames } from "../mcp-server.ts";
import type { Settings } from "../settings.ts";

/** Whether a caller is offered a tool, and why. */
export interface ExplainedTool {
  readonly name: string;
  readonly plugin: string;
  readonly effect: ToolEntry["effect"];
  readonly title: string;
  readonly state: "on" | "off";
  readonly reason: string;
}

/** For every tool, whether these settings offer it, and which of them does not. */
export function explainTools(catalogue: Catalogue, settings: Settings): readonly ExplainedTool[] {
  refuseUnknownNames(catalogue, settings);
  return catalogue.tools.map((tool) => {
    const { name, effect, title } = tool;
    const plugin = catalogue.homeOf(name) ?? "";
    const off = whyOff(tool, plugin, [settings]);
    const on = effect === "authorize" || effect === "destroy" ? "it is confirmed first" : "nothing leaves it off";
    return { name, plugin, effect, title, state: off === undefined ? "on" : "off", reason: off ?? on };
  });
}
