import { fromBinary } from "@bufbuild/protobuf";
import { PromotionPolicySchema } from "@planton-mcp/api/resourcemanager/promotionpolicy/v1/api";
import type { PromotionGraph } from "@planton-mcp/api/resourcemanager/promotionpolicy/v1/spec";
import { platformId } from "../access.ts";
import type { Store } from "../store.ts";

/** An environment in the order in which a pipeline goes through them. */
export interface Stop {
  /** Slug of the environment. */
  readonly env: string;
  readonly needsApproval: boolean;
}

type Edge = Pick<PromotionGraph["edges"][number], "from" | "to" | "manualApproval">;

/** What holds where there is no policy. */
const usual: readonly Edge[] = [
  { from: "dev", to: "staging", manualApproval: false },
  { from: "staging", to: "prod", manualApproval: true },
];

/** Orders environments by the promotion policy of their organization, else of the platform, else as is usual. */
export function stopsOf(store: Store, org: string, environments: readonly string[]): readonly Stop[] {
  const edges = policyOf(store, org) ?? usual;
  const rank = (env: string, seen: readonly string[] = []): number => {
    const before = edges.filter(({ to, from }) => to === env && !seen.includes(from));
    return Math.max(0, ...before.map(({ from }) => 1 + rank(from, [...seen, env])));
  };
  const isKnown = (env: string) => edges.some(({ from, to }) => from === env || to === env);
  const ranked = environments.map((env, index) => ({ env, place: isKnown(env) ? rank(env) : edges.length + 1, index }));
  ranked.sort((one, other) => one.place - other.place || one.index - other.index);
  return ranked.map(({ env }, index) => ({
    env,
    // What is gone to first is not promoted to.
    needsApproval: index > 0 && edges.some(({ to, manualApproval }) => to === env && manualApproval),
  }));
}

function policyOf(store: Store, org: string): readonly Edge[] | undefined {
  const policies = store.list("promotion_policy");
  const row =
    policies.find(({ ownerKind, ownerId }) => ownerKind === "organization" && ownerId === org) ??
    policies.find(({ ownerKind, ownerId }) => ownerKind === "platform" && ownerId === platformId);
  return row && fromBinary(PromotionPolicySchema, row.data).spec?.graph?.edges;
}
