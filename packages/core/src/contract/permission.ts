import { type DescMethod, type DescService, getOption, hasOption } from "@bufbuild/protobuf";
import {
  type ApiResourceKind,
  ApiResourceKindSchema,
  kind_meta,
  owner,
} from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { api_resource_kind } from "@planton-mcp/api/commons/apiresource/rpc_service_options";
import { ApiResourceIamPermissionSchema } from "@planton-mcp/api/iam/iampolicy/v1/rpcauthorization/iam_permission";
import {
  config,
  is_public,
  is_skip_authorization,
} from "@planton-mcp/api/iam/iampolicy/v1/rpcauthorization/method_options";
import { ApiResourceRefSchema } from "@planton-mcp/api/iam/iampolicy/v2/spec";

/**
 * What a caller needs to be allowed to call a method.
 *
 * - `anyone`: no credential needed (`is_public`).
 * - `authenticated`: any credential (`is_skip_authorization`).
 * - `permission`: `permission` on the resource of `kind` whose id stands at `fieldPath` of the request. Without a
 *   `fieldPath` the resource is known only once it has been looked up. Where the request says of which kind the resource
 *   is, it does so at `kindPath`, and `kind` is `resource`. `declared` tells a rule of the contract from the one this
 *   module applies to methods that declare none.
 */
export type Requirement =
  | { readonly type: "anyone" }
  | { readonly type: "authenticated" }
  | {
      readonly type: "permission";
      readonly permission: string;
      readonly kind: string;
      readonly kindPath?: string;
      readonly fieldPath?: string;
      readonly declared: boolean;
    };

/** The permission that `method` needs, from its own contract options or, where they are silent, from the one rule. */
export function requirementOf(method: DescMethod): Requirement {
  if (hasOption(method, is_public) && getOption(method, is_public)) return { type: "anyone" };
  if (hasOption(method, is_skip_authorization) && getOption(method, is_skip_authorization)) {
    return { type: "authenticated" };
  }
  const declared = hasOption(method, config) ? getOption(method, config) : undefined;
  if (declared !== undefined && declared.permission !== 0) {
    const permission = enumName(ApiResourceIamPermissionSchema.values, declared.permission);
    if (declared.resourceKind === 0 && namesResource(method)) {
      const paths = { kindPath: "resource.kind", fieldPath: "resource.id" };
      return { type: "permission", permission, kind: "resource", ...paths, declared: true };
    }
    return permissionOn(permission, kindName(declared.resourceKind), declared.fieldPath, true);
  }
  return exceptions[`${method.parent.typeName}/${method.name}`] ?? undeclared(method);
}

/** Whether a request says by kind and id which resource it is about, as those about access do. */
function namesResource({ input }: DescMethod): boolean {
  return input.fields.some(
    ({ name, message }) => name === "resource" && message?.typeName === ApiResourceRefSchema.typeName,
  );
}

/** The kind of resource that a service manages, as the contract names it: `environment`, `team`, … */
export function kindOf(service: DescService): string | undefined {
  return hasOption(service, api_resource_kind) ? kindName(getOption(service, api_resource_kind)) : undefined;
}

/** What the contract says about a kind: its Pascal-case name, id prefix, versioning and owner. */
export function kindFacts(kind: string) {
  const value = ApiResourceKindSchema.values.find((candidate) => candidate.name === kind);
  if (value === undefined || !hasOption(value, kind_meta)) return undefined;
  const meta = getOption(value, kind_meta);
  const owned = hasOption(value, owner) ? getOption(value, owner) : undefined;
  return {
    name: meta.name,
    displayName: meta.displayName,
    idPrefix: meta.idPrefix,
    versioned: meta.isVersioned,
    owner: owned && { kind: kindName(owned.resourceKind), idFieldPath: owned.idFieldPath },
  };
}

/**
 * Methods whose rule can't be read off the contract nor off the one rule: each with the reason.
 * - A list of one's own organizations needs no permission on any of them; it answers with those the caller may read.
 * - What a stack job needs is asked on behalf of an organization, as its siblings declare.
 * - Of the graph, the contract says which field names the resource, but neither what it takes nor of which kind it is.
 */
const exceptions: Readonly<Record<string, Requirement>> = {
  "ai.planton.infrahub.stackjob.v1.StackJobEssentialsQueryController/check": permissionOn(
    "get",
    "organization",
    "cloud_resource_owner.org",
    false,
  ),
  "ai.planton.graph.v1.GraphQueryController/getDependents": permissionOn("get", "resource", undefined, false),
  "ai.planton.graph.v1.GraphQueryController/getDependencies": permissionOn("get", "resource", undefined, false),
  "ai.planton.graph.v1.GraphQueryController/getImpactAnalysis": permissionOn("get", "resource", undefined, false),
  "ai.planton.resourcemanager.organization.v1.OrganizationQueryController/findOrganizations": { type: "authenticated" },
  // Its service manages no kind; the request names the connection whose repositories these are.
  "ai.planton.connect.githubconnection.v1.GithubQueryController/findGithubRepositories": permissionOn(
    "get",
    "github_connection",
    "github_connection_id",
    false,
  ),
};

/**
 * The one rule for methods that declare nothing: an apply needs what the service's own create or update needs,
 * another command `update`, a delete `delete`, a query `get`, on the service's kind.
 */
function undeclared(method: DescMethod): Requirement {
  const kind = kindOf(method.parent) ?? "platform";
  const fieldPath = method.input.name === `${kindFacts(kind)?.name}Id` ? "value" : undefined;
  if (/^apply/.test(method.name)) {
    const update = method.parent.methods.find((candidate) => candidate.name === "update");
    const requirement = update === undefined ? undefined : requirementOf(update);
    if (requirement?.type === "permission") return { ...requirement, declared: false };
    return permissionOn("update", kind, "metadata.id", false);
  }
  if (/^(delete|destroy|purge|remove|revoke)/.test(method.name)) return permissionOn("delete", kind, fieldPath, false);
  return permissionOn(isCommand(method) ? "update" : "get", kind, fieldPath, false);
}

/** Whether the contract puts the method among those that change something. */
export function isCommand(method: DescMethod): boolean {
  return /Command/.test(method.parent.name);
}

function permissionOn(permission: string, kind: string, fieldPath: string | undefined, declared: boolean): Requirement {
  return { type: "permission", permission, kind, ...(fieldPath ? { fieldPath } : {}), declared };
}

function kindName(kind: ApiResourceKind): string {
  return enumName(ApiResourceKindSchema.values, kind);
}

function enumName(values: readonly { readonly number: number; readonly name: string }[], number: number): string {
  return values.find((value) => value.number === number)?.name ?? String(number);
}
