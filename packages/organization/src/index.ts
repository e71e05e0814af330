import type { Plugin } from "@planton-mcp/core";
import { catalogue } from "./catalogue.ts";

/** Organizations: the tenants that own environments and everything in them. */
export const organization: Plugin = {
  catalogue,
  load: async () => (await import("./plugin.ts")).plugin,
};
