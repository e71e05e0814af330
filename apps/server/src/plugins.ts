import { cloudresource } from "@planton-mcp/cloudresource";
import { connectCredentials } from "@planton-mcp/connect-credentials";
import type { Plugin } from "@planton-mcp/core";
import { discoveryResources } from "@planton-mcp/discovery-resources";
import { environment } from "@planton-mcp/environment";
import { flowControlPolicy } from "@planton-mcp/flowcontrolpolicy";
import { iam } from "@planton-mcp/iam";
import { infrapipeline } from "@planton-mcp/infrapipeline";
import { organization } from "@planton-mcp/organization";
import { promotionPolicy } from "@planton-mcp/promotionpolicy";
import { prompts } from "@planton-mcp/prompts";
import { stackjob } from "@planton-mcp/stackjob";

/** Everything that the full bundle offers. A plugin's code is loaded when one of its tools is first called. */
export const plugins: readonly Plugin[] = [
  cloudresource,
  connectCredentials,
  discoveryResources,
  environment,
  flowControlPolicy,
  iam,
  infrapipeline,
  organization,
  promotionPolicy,
  prompts,
  stackjob,
];
