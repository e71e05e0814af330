import type { Plugin } from "@planton-mcp/core";
import { catalogue } from "./catalogue.ts";

/** Infra pipelines: the runs that deploy infra projects, environment by environment. */
export const infrapipeline: Plugin = {
  catalogue,
  load: async () => (await import("./plugin.ts")).plugin,
};
