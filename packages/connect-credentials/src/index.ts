import type { Plugin } from "@planton-mcp/core";
import { catalogue } from "./catalogue.ts";

/** Credentials, which the API calls connections: how the platform reaches clouds, Git hosts, registries and state backends. */
export const connectCredentials: Plugin = {
  catalogue,
  load: async () => (await import("./plugin.ts")).plugin,
};
