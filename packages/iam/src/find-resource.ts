import { ServiceAccountQueryController } from "@planton-mcp/api/iam/serviceaccount/v1/query";
import { TeamQueryController } from "@planton-mcp/api/iam/team/v1/query";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import { type ApiResource, Failure, invalidArguments, nearest, type Send } from "@planton-mcp/core";
import { kindNamed } from "./kinds.ts";

const { get: getOrganization, findOrganizations } = OrganizationQueryController.method;
const { get: getEnvironment } = EnvironmentQueryController.method;
const { get: getTeam } = TeamQueryController.method;
const { get: getServiceAccount } = ServiceAccountQueryController.method;

export const resourceReads = [getOrganization, findOrganizations, getEnvironment, getTeam, getServiceAccount];

/** A resource or a principal, as people need to see it. */
export interface Named {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly org?: string;
}

/** `Acme (acme)`: the name and the id, or the id alone where there is no other name. */
export function labelOf({ id, name }: Pick<Named, "id" | "name">): string {
  return name === "" || name === id ? id : `${name} (${id})`;
}

/**
 * The resource that a kind, however it is spelled, and an id name. Of a kind that this package has no look-up for, it
 * takes the id as it is: whatever is done with it fails where there is no such thing.
 */
export async function findResource(kindText: string, id: string, read: Send): Promise<Named> {
  const kind = kindNamed("resource_kind", kindText);
  switch (kind) {
    case "organization":
      return { ...named(kind, await organizationOf(id, read)), org: id };
    case "environment":
      return named(kind, await read(getEnvironment, { value: id }));
    case "team":
      return named(kind, await read(getTeam, { value: id }));
    case "service_account":
      return named(kind, await read(getServiceAccount, { value: id }));
    default:
      return { kind, id, name: id };
  }
}

export function named(kind: string, { metadata }: ApiResource): Named {
  const { id = "", name = "", slug = "", org = "" } = metadata ?? {};
  return { kind, id, name: name || slug || id, ...(org === "" ? {} : { org }) };
}

async function organizationOf(id: string, read: Send) {
  try {
    return await read(getOrganization, { value: id });
  } catch (error) {
    if (!Failure.is(error) || error.facts.code !== "not_found") throw error;
    const { entries } = await read(findOrganizations, {});
    const near = nearest(
      id,
      entries.flatMap(({ metadata }) => metadata?.id ?? []),
    );
    if (near === undefined) throw error;
    throw invalidArguments([
      { argument: "resource_id", message: `There is no organization "${id}". Did you mean ${near}?` },
    ]);
  }
}
