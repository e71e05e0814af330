import type { Plugin } from "@planton-mcp/core";
import { catalogue } from "./catalogue.ts";

/** Stack jobs: the runs of Pulumi or Terraform by which cloud resources change. */
export const stackjob: Plugin = {
  catalogue,
  load: async () => (await import("./plugin.ts")).plugin,
};
