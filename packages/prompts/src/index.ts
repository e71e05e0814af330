import type { Plugin } from "@planton-mcp/core";
import { catalogue } from "./catalogue.ts";

/** Guided tasks, made for the tools that are there. */
export const prompts: Plugin = {
  catalogue,
  load: async () => (await import("./plugin.ts")).plugin,
};
