import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import type { PromotionPolicySchema } from "@planton-mcp/api/resourcemanager/promotionpolicy/v1/api";
import {
  type Change,
  didYouMean,
  invalidArguments,
  type Problem,
  type Proposal,
  type Selector,
  type Send,
} from "@planton-mcp/core";
import { graphChanges, lostApprovals } from "./graph-changes.ts";
import { graphProblems } from "./graph-problems.ts";
import { policyBehind } from "./policy-behind.ts";
import { policyTarget, selectorOfPolicy } from "./policy-target.ts";
import { graphOf } from "./promotion-graph.ts";

interface GraphArguments {
  readonly nodes?: readonly string[] | undefined;
  readonly edges?: readonly unknown[] | undefined;
}

/** Refuses a graph that is none, and tells what would change edge by edge and which approvals would be lost. */
export async function reviewPolicy(
  { args: { nodes, edges }, before, after, changes }: Proposal<typeof PromotionPolicySchema, GraphArguments>,
  read: Send,
) {
  const selector = selectorOfPolicy(after);
  if (before === undefined && nodes === undefined) {
    throw invalidArguments([{ argument: "nodes", message: "A new policy needs them." }]);
  }
  const given = { nodes: nodes !== undefined, edges: edges !== undefined };
  const wrong = given.nodes || given.edges ? graphProblems(graphOf(after), given) : [];
  const unknown = nodes === undefined ? [] : await unknownEnvironments(nodes, selector, read);
  if (wrong.length + unknown.length > 0) throw invalidArguments([...wrong, ...unknown]);
  const parts = graphChanges(graphOf(before), graphOf(after));
  const isGraph = ({ field }: Change) => field.startsWith("spec.graph");
  const standing = before ?? (await policyBehind(selector, read)).policy;
  return {
    target: policyTarget(before ?? after),
    // Where only the order changes, there is nothing to tell part by part.
    changes: parts.length === 0 ? changes : [...changes.filter((change) => !isGraph(change)), ...parts],
    warnings: [
      ...lostApprovals(graphOf(standing), graphOf(after)),
      ...(standing?.spec?.strict === true && after.spec?.strict !== true
        ? ["strict goes off: environments that are not in the graph are deployed too, after the others."]
        : []),
      ...(nodes !== undefined && selector.kind === ApiResourceKind.platform
        ? ["Whether there are such environments can't be checked: the platform has none, each organization its own."]
        : []),
    ],
  };
}

/** The nodes that are no environments of the organization. Of the platform they can't be known. */
async function unknownEnvironments(nodes: readonly string[], { kind, id }: Selector, read: Send): Promise<Problem[]> {
  if (kind !== ApiResourceKind.organization) return [];
  const { entries } = await read(EnvironmentQueryController.method.findByOrg, { value: id });
  const slugs = entries.map(({ metadata }) => metadata?.slug ?? "");
  return nodes.flatMap((node, index) => {
    if (slugs.includes(node)) return [];
    const hint = didYouMean(node, slugs) || ` It has ${slugs.slice(0, 20).join(", ") || "none"}.`;
    return [{ argument: `nodes.${index}`, message: `${id} has no environment ${node}.${hint}` }];
  });
}
