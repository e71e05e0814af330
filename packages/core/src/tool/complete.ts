import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import type { ToolContext } from "./tool.ts";

/**
 * The values of one argument that start with what was typed, or have it in them. `given` are the arguments that the
 * person has filled in already. What it reads is remembered for a few seconds, for people type letter by letter.
 */
export type Complete = (
  typed: string,
  context: ToolContext,
  given: Readonly<Record<string, string>>,
) => Promise<readonly string[]>;

/** Those of the candidates that start with what was typed, whatever its case, then those that have it in them. */
export function startingWith(typed: string, candidates: readonly string[]): readonly string[] {
  const text = typed.trim().toLowerCase();
  const starts = (candidate: string) => candidate.toLowerCase().startsWith(text);
  const holds = (candidate: string) => !starts(candidate) && candidate.toLowerCase().includes(text);
  return [...candidates.filter(starts), ...candidates.filter(holds)];
}

const { findOrganizations } = OrganizationQueryController.method;
const { findAuthorized } = EnvironmentQueryController.method;

/** What whoever completes by these two has to declare among its `reads`. */
export const nameReads = [findOrganizations, findAuthorized] as const;

/** The organizations of the caller. */
export const completeOrg: Complete = async (typed, { read }) => {
  const { entries } = await read(findOrganizations, {});
  return startingWith(
    typed,
    entries.map(({ metadata }) => metadata?.id ?? ""),
  );
};

/** The environments of the organization that has been filled in, that the caller may see. */
export const completeEnv: Complete = async (typed, { read }, { org }) => {
  if (org === undefined) return [];
  const { entries } = await read(findAuthorized, { value: org });
  return startingWith(
    typed,
    entries.map(({ metadata }) => metadata?.slug ?? ""),
  );
};
