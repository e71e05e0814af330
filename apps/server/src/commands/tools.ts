import { compose } from "@planton-mcp/core";
import { listedTools } from "../mcp-server.ts";
import { plugins } from "../plugins.ts";
import type { Settings } from "../settings.ts";
import { table } from "../terminal.ts";
import { explainTools } from "./surface.ts";

/** Prints what a client would be offered: a line a tool, or as JSON all that a client sees. */
export async function runTools(settings: Settings): Promise<void> {
  const explained = explainTools(compose(plugins), settings);
  const listed = explained.filter(({ state }) => state === "on");
  if (settings.json) {
    console.log(JSON.stringify(settings.explain ? explained : listedTools(settings), undefined, 2));
  } else if (settings.explain) {
    console.log(
      table(explained.map(({ name, plugin, effect, state, reason }) => [name, plugin, effect, state, reason])),
    );
  } else {
    console.log(table(listed.map(({ name, effect, title }) => [name, effect, title])));
  }
}
