import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import type { FlowControlPolicy } from "@planton-mcp/api/infrahub/flowcontrolpolicy/v1/api";
import { FlowControlPolicyCommandController } from "@planton-mcp/api/infrahub/flowcontrolpolicy/v1/command";
import { FlowControlPolicyQueryController } from "@planton-mcp/api/infrahub/flowcontrolpolicy/v1/query";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import {
  describeSelector,
  Failure,
  findOrAbsent,
  platformSelector,
  type Selector,
  type Send,
  type Target,
  targetOf,
} from "@planton-mcp/core";

const { getBySelector } = FlowControlPolicyQueryController.method;
const { environment, organization, platform, unspecified } = ApiResourceKind;

/** The reads that find out where a policy is in force, beside those of policies. */
export const scopeReads = [EnvironmentQueryController.method.get, OrganizationQueryController.method.get];

/** What a policy is for: in people's words, where it is, and what is around it, from the inside out. */
export interface Scope {
  readonly name: string;
  readonly org?: string;
  readonly env?: string;
  /** Absent where this server can't tell. */
  readonly around?: readonly Selector[];
}

/** Where a policy is in force. What it is for may be gone; the policy can still be changed and deleted then. */
export async function scopeOf(policy: FlowControlPolicy, read: Send): Promise<Scope> {
  const selector = policy.spec?.selector ?? { kind: unspecified, id: "" };
  return (await findOrAbsent(scopeOfSelector(selector, read))) ?? { name: describeSelector(selector) };
}

/** Looks up what a new policy is for. Fails where there is no such organization or environment. */
export async function scopeOfSelector(selector: Selector, read: Send): Promise<Scope> {
  const { kind, id } = selector;
  if (kind === platform) return { name: "the platform", around: [] };
  if (kind === organization) {
    await read(OrganizationQueryController.method.get, { value: id });
    return { name: `organization ${id}`, org: id, around: [platformSelector] };
  }
  if (kind !== environment) return { name: describeSelector(selector) };
  const { metadata } = await read(EnvironmentQueryController.method.get, { value: id });
  const { org = "", slug = "" } = metadata ?? {};
  const around = [{ kind: organization, id: org }, platformSelector];
  return { name: `environment ${slug} of ${org}`, org, env: slug, around };
}

/** A policy as a person and a server's own rules look at it: with the organization and environment that it is for. */
export function policyTarget(policy: FlowControlPolicy, { org, env }: Scope): Target {
  const target = targetOf(FlowControlPolicyCommandController.method.apply, policy);
  return { ...target, ...(org === undefined ? {} : { org }), ...(env === undefined ? {} : { env }) };
}

/**
 * The policy that is nearest around something without one of its own, and how that is told. The API has a method that
 * tells which one applies for single cloud resources only.
 */
export async function policyAround({ name, around }: Scope, read: Send) {
  const untold = { policy: undefined, sentence: `Which policy then applies to ${name} can't be told here.` };
  if (around === undefined) return untold;
  try {
    for (const selector of around) {
      const policy = await findOrAbsent(read(getBySelector, selector));
      if (policy === undefined) continue;
      const { id, name: called } = policy.metadata ?? {};
      return { policy, sentence: `Then ${called} (${id}), the policy of ${describeSelector(selector)}, applies.` };
    }
  } catch (error) {
    if (Failure.is(error) && error.facts.code === "permission_denied") return untold;
    throw error;
  }
  return {
    policy: undefined,
    sentence: `No other policy is there for ${name}: the platform's own defaults then apply.`,
  };
}
