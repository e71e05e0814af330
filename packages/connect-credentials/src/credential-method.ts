import type { LazyMethod, Method } from "@planton-mcp/core";
import { credentialStubs } from "./credential-stubs.ts";

/** What every kind of credential can be asked. All kinds take and answer the same, but for the resource itself. */
export interface CredentialMethods {
  readonly apply: Method;
  readonly delete: Method;
  readonly get: Method;
  readonly getByOrgBySlug: Method;
}

/** The services of one kind. */
export interface CredentialStubs {
  /** What their names begin with. */
  readonly service: string;
  readonly load: () => Promise<CredentialMethods>;
}

const sides = { apply: "Command", delete: "Command", get: "Query", getByOrgBySlug: "Query" } as const;

/** Some methods of every kind, by name: a call loads those of its own kind. */
export function ofEveryKind(...names: readonly (keyof CredentialMethods)[]): readonly LazyMethod[] {
  return Object.values(credentialStubs).flatMap(({ service, load }) =>
    names.map((name) => ({
      rpc: `${service}${sides[name]}Controller/${name}`,
      load: async () => (await load())[name],
    })),
  );
}
