import type { Plugin } from "@planton-mcp/core";
import { catalogue } from "./catalogue.ts";

/** What an agent that has never seen Planton reads first. */
export const discoveryResources: Plugin = {
  catalogue,
  load: async () => (await import("./plugin.ts")).plugin,
};
