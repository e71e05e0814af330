import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { kindFacts } from "../contract/permission.ts";
import type { GuardedCall } from "./guard.ts";
import type { Policy, PolicyFacts } from "./policy.ts";

const { get } = EnvironmentQueryController.method;

/** What a policy is judged by: the resolved target first, and what the arguments say where it is silent. */
export async function policyFactsOf(call: GuardedCall, policy: Policy | undefined): Promise<PolicyFacts> {
  const { tool, args, target } = call;
  const of = (kind: string) => (target?.kind === kind ? [target.id, target.slug] : []);
  const org = texts([...of("organization"), target?.org, target?.org === undefined ? args.org : undefined]);
  const named = texts([...of("environment"), target?.env, target?.env === undefined ? args.env : undefined]);
  const isAboutEnvironments = policy?.rules.some((rule) => rule.env !== undefined) === true;
  return {
    tool: tool.name,
    effect: tool.effect,
    org,
    env: isAboutEnvironments ? await withSlugs(named, call) : named,
    kind: texts([target?.kind, target?.cloudResourceKind]),
  };
}

/** The names and, where one is an id, the slug it stands for. Where that can't be read, nothing is known: rules fail closed. */
async function withSlugs(names: readonly string[], { reader }: GuardedCall): Promise<readonly string[]> {
  const prefix = `${kindFacts("environment")?.idPrefix}_`;
  const ids = names.filter((name) => name.startsWith(prefix));
  if (ids.length === 0 || ids.length < names.length) return names;
  const read = reader([get]);
  try {
    const found = await Promise.all(ids.map((id) => read(get, { value: id })));
    return [...names, ...texts(found.map(({ metadata }) => metadata?.slug))];
  } catch {
    return [];
  }
}

function texts(values: readonly unknown[]): readonly string[] {
  return [...new Set(values.filter((value): value is string => typeof value === "string" && value !== ""))];
}
