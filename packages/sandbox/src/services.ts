import type { DescService } from "@bufbuild/protobuf";
import { IdentityAccountQueryController } from "@planton-mcp/api/iam/identityaccount/v1/query";
import { EnvironmentCommandController } from "@planton-mcp/api/resourcemanager/environment/v1/command";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { OrganizationCommandController } from "@planton-mcp/api/resourcemanager/organization/v1/command";
import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import type { Special } from "./handler.ts";
import { environmentSpecials } from "./special/environment.ts";
import { identityAccountSpecials } from "./special/identity-account.ts";
import { organizationSpecials } from "./special/organization.ts";

/** Every service that the sandbox serves. What is generic needs no more than its line here. */
export const services: readonly DescService[] = [
  OrganizationCommandController,
  OrganizationQueryController,
  EnvironmentCommandController,
  EnvironmentQueryController,
  IdentityAccountQueryController,
];

/** The methods of these services that are written by hand. */
export const specials: readonly Special[] = [
  ...organizationSpecials,
  ...environmentSpecials,
  ...identityAccountSpecials,
];
