import type { Plugin } from "@planton-mcp/core";
import { environment } from "@planton-mcp/environment";
import { iam } from "@planton-mcp/iam";
import { organization } from "@planton-mcp/organization";

/** Everything that the full bundle offers. A plugin's code is loaded when one of its tools is first called. */
export const plugins: readonly Plugin[] = [environment, iam, organization];
