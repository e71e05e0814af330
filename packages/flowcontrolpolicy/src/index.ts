import type { Plugin } from "@planton-mcp/core";
import { catalogue } from "./catalogue.ts";

/** Flow control policies: what stack jobs wait for before they change anything. */
export const flowControlPolicy: Plugin = {
  catalogue,
  load: async () => (await import("./plugin.ts")).plugin,
};
