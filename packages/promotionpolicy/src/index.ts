import type { Plugin } from "@planton-mcp/core";
import { catalogue } from "./catalogue.ts";

/** Promotion policies: the order in which deployments go from environment to environment. */
export const promotionPolicy: Plugin = {
  catalogue,
  load: async () => (await import("./plugin.ts")).plugin,
};
