import type { Plugin } from "@planton-mcp/core";
import { catalogue } from "./catalogue.ts";

/** Cloud resources of 362 kinds: what an organization deploys. */
export const cloudresource: Plugin = {
  catalogue,
  load: async () => (await import("./plugin.ts")).plugin,
};
