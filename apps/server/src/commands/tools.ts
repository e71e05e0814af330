import { compose } from "@planton-mcp/core";
import { plugins } from "../plugins.ts";
import type { Settings } from "../settings.ts";
import { table } from "../terminal.ts";
import { explainTools } from "./surface.ts";

/** Prints what a client would be offered: a line a tool, or as JSON all that a client sees. */
export async function runTools(settings: Settings): Promise<void> {
  const catalogue = compose(plugins);
  const explained = explainTools(catalogue, settings);
  const listed = explained.filter(({ state }) => state !== "hidden");
  if (settings.json) {
    const names = new Set(listed.map(({ name }) => name));
    const tools = catalogue.tools.filter(({ name }) => names.has(name));
    console.log(JSON.stringify(settings.explain ? explained : tools, undefined, 2));
  } else if (settings.explain) {
    console.log(
      table(explained.map(({ name, plugin, effect, state, reason }) => [name, plugin, effect, state, reason])),
    );
  } else {
    console.log(table(listed.map(({ name, effect, title }) => [name, effect, title])));
  }
}
