import { connectCredentials } from "@planton-mcp/connect-credentials";
import type { Plugin } from "@planton-mcp/core";
import { environment } from "@planton-mcp/environment";
import { organization } from "@planton-mcp/organization";

/** Everything that the full bundle offers. A plugin's code is loaded when one of its tools is first called. */
export const plugins: readonly Plugin[] = [connectCredentials, environment, organization];
