import { DefaultProviderConnectionQueryController } from "@planton-mcp/api/connect/defaultproviderconnection/v1/query";
import { org, type Send, text } from "@planton-mcp/core";
import { idOrKey } from "./id-or-key.ts";
import { provider, providerOf } from "./provider.ts";

const { get, getOrgDefault, getEnvDefault } = DefaultProviderConnectionQueryController.method;

/** The environment whose default is meant, rather than the organization's. */
export const env = text("Environment slug, for its own default").optional();

/** The arguments that name a default, their rule, and the reads that find it by them. */
export const defaultCoordinates = {
  id: text("Id of the default; or give org and provider").optional(),
  org: org.optional(),
  provider: provider.optional(),
  env,
};

export const defaultRule = idOrKey(["org", "provider"], ["env"]);

export const defaultReads = [get, getOrgDefault, getEnvDefault];

/** The default of an id, or of exactly the organization or the environment that is named. */
export function findDefault(
  args: {
    readonly id?: string | undefined;
    readonly org?: string | undefined;
    readonly provider?: string | undefined;
    readonly env?: string | undefined;
  },
  read: Send,
) {
  const { id, org = "", provider = "", env } = args;
  if (id !== undefined) return read(get, { value: id });
  const key = { org, provider: providerOf(provider) };
  return env === undefined ? read(getOrgDefault, key) : read(getEnvDefault, { ...key, env });
}
