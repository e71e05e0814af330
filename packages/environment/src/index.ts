import type { Plugin } from "@planton-mcp/core";
import { catalogue } from "./catalogue.ts";

/** Environments: where an organization's cloud resources live. */
export const environment: Plugin = {
  catalogue,
  load: async () => (await import("./plugin.ts")).plugin,
};
