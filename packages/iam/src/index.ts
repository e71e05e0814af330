import type { Plugin } from "@planton-mcp/core";
import { catalogue } from "./catalogue.ts";

/** Who may do what: identities, teams, access, roles and keys. */
export const iam: Plugin = {
  catalogue,
  load: async () => (await import("./plugin.ts")).plugin,
};
