import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { coordinates, type Send } from "@planton-mcp/core";

const { get, getByOrgBySlug } = EnvironmentQueryController.method;

/** The arguments that name an environment, and the reads that find it by them. */
export const environmentCoordinates = coordinates("Environment");

export const environmentReads = [get, getByOrgBySlug];

/** The environment of an id, or of an organization and a slug. Which of them are given has been checked before. */
export function findEnvironment(
  { id, org = "", slug = "" }: { id?: string | undefined; org?: string | undefined; slug?: string | undefined },
  read: Send,
) {
  return id === undefined ? read(getByOrgBySlug, { org, slug }) : read(get, { value: id });
}
