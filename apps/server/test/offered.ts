import { compose } from "@planton-mcp/core";
import { plugins } from "../src/plugins.ts";

const { tools } = compose(plugins);

/** Names of all tools of the full bundle, and of those that only read, sorted. */
export const offered = tools.map(({ name }) => name);
export const reads = tools.filter(({ effect }) => effect === "read").map(({ name }) => name);
