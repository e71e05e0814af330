import { compose } from "@planton-mcp/core";
import { offerOf } from "@planton-mcp/core/v2";
import { plugins } from "../src/plugins.ts";

const refuse = () => {
  throw new TypeError("Listing tools calls none.");
};
const { catalogue } = offerOf(compose(plugins), { backend: { unary: refuse, stream: refuse } });

/** Names of all tools that the full bundle offers without any setting, and of those that only read, sorted. */
export const offered = catalogue.tools.map(({ name }) => name);
export const reads = catalogue.tools.filter(({ effect }) => effect === "read").map(({ name }) => name);
