import { Code, ConnectError } from "@connectrpc/connect";
import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { PromotionPolicyCommandController } from "@planton-mcp/api/resourcemanager/promotionpolicy/v1/command";
import { PromotionPolicyQueryController } from "@planton-mcp/api/resourcemanager/promotionpolicy/v1/query";
import { allowGuarded, type GuardedCall } from "@planton-mcp/core";
import { connect, connectToSandbox, fakeBackend, record } from "@planton-mcp/testkit";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { promotionPolicy } from "./index.ts";

const tool = "apply_promotion_policy";
const apply = "ai.planton.resourcemanager.promotionpolicy.v1.PromotionPolicyCommandController/apply";
const acme = { selector_kind: "organization", selector_id: "acme" };
const allowed = { guard: allowGuarded };
const step = (from: string, to: string, manual_approval?: boolean) => ({ from, to, manual_approval });

interface Spec {
  readonly strict?: boolean;
  readonly graph: { nodes: { name: string }[]; edges: { from: string; to: string; manualApproval: boolean }[] };
}

/** A platform with these environments in every organization, and these policies by the kind of their selector. */
async function connectTo(
  environments: readonly string[] | Error,
  policies: Partial<Record<"organization" | "platform", Spec>> = {},
) {
  const { backend, calls } = record(
    fakeBackend((router) => {
      router.service(EnvironmentQueryController, {
        findByOrg: () => {
          if (environments instanceof Error) throw environments;
          return { entries: environments.map((slug) => ({ metadata: { slug } })) };
        },
      });
      router.service(PromotionPolicyQueryController, {
        getBySelector: ({ kind, id }) => {
          const spec = policies[kind === ApiResourceKind.platform ? "platform" : "organization"];
          if (spec === undefined) throw new ConnectError("none", Code.NotFound);
          return {
            metadata: { id: "epp_1" },
            spec: { ...spec, selector: { kind, id } },
          };
        },
      });
      router.service(PromotionPolicyCommandController, { apply: (policy) => policy });
    }),
  );
  const connection = await connect(promotionPolicy, backend, allowed);
  onTestFinished(() => connection.close());
  return { ...connection, isSent: () => calls.some(({ rpc }) => rpc === apply), calls };
}

describe("a policy that is there", () => {
  test("keeps what is not given", async () => {
    const { call, calls } = await connectToSandbox(promotionPolicy, allowed);
    const { answer } = await call(tool, { ...acme, name: "Releases", strict: true });
    expect(answer).toMatchObject({
      outcome: "updated",
      changes: [
        { field: "metadata.name", from: "Acme releases", to: "Releases" },
        { field: "spec.strict", from: false, to: true },
      ],
    });
    expect(calls.at(-1)).toMatchObject({
      rpc: apply,
      request: {
        apiVersion: "resource-manager.planton.ai/v1",
        kind: "PromotionPolicy",
        metadata: { id: "epp_01kseed0000000000000000002", name: "Releases" },
        spec: {
          selector: { kind: ApiResourceKind.organization, id: "acme" },
          strict: true,
          graph: {
            nodes: [{ name: "dev" }, { name: "staging" }, { name: "prod" }],
            edges: [
              { from: "dev", to: "staging", manualApproval: false },
              { from: "staging", to: "prod", manualApproval: true },
            ],
          },
        },
      },
    });
  });

  test("keeps an approval that is not mentioned, and then sends nothing", async () => {
    const { call, calls } = await connectToSandbox(promotionPolicy, allowed);
    const { answer } = await call(tool, { ...acme, edges: [step("dev", "staging"), step("staging", "prod")] });
    expect(answer).toMatchObject({ outcome: "unchanged", changes: [] });
    expect(calls.map(({ rpc }) => rpc)).not.toContain(apply);
  });

  test("shows both orders where nothing else changes", async () => {
    const { call } = await connectToSandbox(promotionPolicy, allowed);
    const nodes = ["prod", "staging", "dev"];
    expect((await call(tool, { ...acme, nodes })).answer).toMatchObject({
      outcome: "updated",
      changes: [{ field: "spec.graph.nodes", to: nodes.map((name) => ({ name })) }],
    });
  });

  test("loses an approval by name only, edge by edge, with a warning", async () => {
    const asked: GuardedCall[] = [];
    const { call } = await connectToSandbox(promotionPolicy, { guard: (call) => void asked.push(call) });
    const edges = [step("dev", "staging", true), step("staging", "prod", false)];
    const { answer } = await call(tool, { id: "epp_01kseed0000000000000000002", edges });
    const changes = [
      { field: "spec.graph.edges[dev → staging]", from: "without approval", to: "with manual approval" },
      { field: "spec.graph.edges[staging → prod]", from: "with manual approval", to: "without approval" },
    ];
    expect(asked).toMatchObject([
      { target: { kind: "promotion_policy", name: "Acme releases", org: "acme" }, changes },
    ]);
    expect(answer).toMatchObject({
      outcome: "updated",
      changes,
      warnings: ["staging → prod no longer takes a manual approval."],
      resource: { mermaid: expect.stringContaining("n0 -->|manual approval| n1") },
    });
  });

  test("is not got round in silence: by a way beside the approval, or by leaving strict", async () => {
    const edges = [{ from: "dev", to: "prod", manualApproval: true }];
    const nodes = ["dev", "staging", "prod"];
    const { call } = await connectTo(nodes, {
      organization: { strict: true, graph: { nodes: [{ name: "dev" }, { name: "prod" }], edges } },
    });
    const ways = [step("dev", "staging"), step("staging", "prod")];
    const { answer } = await call(tool, { ...acme, strict: false, nodes, edges: ways });
    expect(answer.warnings).toEqual([
      "dev → prod, which takes a manual approval, is no longer a step of its own.",
      "staging → prod is a way to prod without a manual approval; so far every way there takes one.",
      expect.stringContaining("strict goes off"),
    ]);
    expect(answer.changes).toEqual([
      { field: "spec.strict", from: true, to: false },
      { field: "spec.graph.nodes", to: "staging" },
      { field: "spec.graph.edges[dev → prod]", from: "with manual approval" },
      { field: "spec.graph.edges[dev → staging]", to: "without approval" },
      { field: "spec.graph.edges[staging → prod]", to: "without approval" },
    ]);
  });

  test("is changed by its owner only", async () => {
    const { as, call } = await connectToSandbox(promotionPolicy);
    const change = { ...acme, strict: true };
    for (const who of ["member", "viewer", "outsider"] as const) {
      const { failure } = await (await as(who, allowed)).call(tool, change);
      expect(failure, who).toMatchObject({ code: "permission_denied" });
    }
    expect((await call(tool, change)).answer).toHaveProperty("confirmation");
    expect((await call("get_promotion_policy", acme)).answer).toMatchObject({ spec: { strict: false } });
  });
});

describe("a policy that is not there", () => {
  test("is created for its organization", async () => {
    const { as } = await connectToSandbox(promotionPolicy);
    const asked: GuardedCall[] = [];
    const otto = await as("outsider", { guard: (call) => void asked.push(call) });
    const { answer } = await otto.call(tool, { selector_kind: "org", selector_id: "globex", nodes: ["prod"] });
    expect(asked).toMatchObject([
      { target: { id: "", name: "Promotion policy of organization globex", org: "globex" } },
    ]);
    expect(answer).toMatchObject({
      outcome: "created",
      resource: {
        metadata: { id: expect.stringMatching(/^epp_/) },
        spec: { selector: { kind: "organization", id: "globex" }, graph: { nodes: ["prod"], edges: [] } },
      },
    });
  });

  test("warns of the platform's approvals that it replaces", async () => {
    const edges = [{ from: "dev", to: "prod", manualApproval: true }];
    const { call } = await connectTo(["dev", "prod"], { platform: { graph: { nodes: [], edges } } });
    const { answer } = await call(tool, { ...acme, nodes: ["dev", "prod"], edges: [step("dev", "prod")] });
    expect(answer).toMatchObject({
      outcome: "created",
      warnings: ["dev → prod no longer takes a manual approval."],
    });
  });

  test("for the platform says that its environments can't be checked", async () => {
    const { call } = await connectTo([]);
    const { answer } = await call(tool, { selector_kind: "platform", nodes: ["dev"] });
    expect(answer).toMatchObject({ warnings: [expect.stringContaining("can't be checked")] });
  });

  test.each([
    ["without nodes", { ...acme, selector_id: "acme-labs" }, { argument: "nodes" }],
    ["of another kind", { ...acme, selector_kind: "environment" }, { argument: "selector_kind" }],
  ])("is not created %s", async (_, args, problem) => {
    const { call } = await connectToSandbox(promotionPolicy, allowed);
    const { failure } = await call(tool, args);
    expect(failure).toMatchObject({ code: "invalid_arguments", problems: [problem] });
  });

  test("is not created in an organization that is not there, nor by an id that nobody has", async () => {
    const { call, calls } = await connectToSandbox(promotionPolicy, allowed);
    const nowhere = await call(tool, { ...acme, selector_id: "acne", nodes: ["dev"] });
    expect(nowhere.failure).toMatchObject({ code: "not_found", message: expect.stringContaining("acne") });
    expect((await call(tool, { id: "epp_nobody", nodes: ["dev"] })).failure).toMatchObject({ code: "not_found" });
    expect(calls.map(({ rpc }) => rpc)).not.toContain(apply);
  });
});

describe("a graph is refused, and nothing is written, for", () => {
  const nodes = ["dev", "staging", "prod"];
  const whole = [step("dev", "staging"), step("staging", "prod")];

  test.each([
    ["an unknown environment", { nodes: ["dev", "stagin"] }, "nodes.1", "Did you mean staging?"],
    ["one that is like none", { nodes: ["moon"] }, "nodes.0", "It has dev, staging, prod."],
    ["an environment that is there twice", { nodes: [...nodes, "dev"] }, "nodes.3", "dev is there twice"],
    ["one that no edge touches", { nodes, edges: [step("dev", "prod")] }, "nodes.1", "to or from staging"],
    ["an edge from what is no node", { edges: [...whole, step("pro", "dev")] }, "edges.2.from", "Did you mean prod?"],
    ["an edge to what is no node", { edges: [...whole, step("dev", "qa")] }, "edges.2.to", "Give nodes anew"],
    ["an edge to itself", { edges: [...whole, step("prod", "prod")] }, "edges.2", "to itself"],
    ["an edge that is there twice", { edges: [...whole, step("dev", "staging", true)] }, "edges.2", "there twice"],
    ["a cycle", { edges: [...whole, step("prod", "dev")] }, "edges.2", "cycle prod → dev → staging → prod"],
    ["a node that kept edges need", { nodes: ["dev", "staging"] }, "nodes", "staging → prod stays"],
    ["a node that given edges forget", { edges: [step("dev", "staging")] }, "edges", "to or from prod"],
  ])("%s", async (_, args, argument, says) => {
    const { call, calls } = await connectToSandbox(promotionPolicy, allowed);
    const { failure } = await call(tool, { ...acme, ...args });
    expect(failure).toMatchObject({ code: "invalid_arguments" });
    expect(failure?.problems).toContainEqual({ argument, message: expect.stringContaining(says) });
    expect(calls.map(({ rpc }) => rpc)).not.toContain(apply);
  });

  test("a misspelt flag of an edge, rather than losing it", async () => {
    const { call, calls } = await connectToSandbox(promotionPolicy, allowed);
    const { failure } = await call(tool, { ...acme, edges: [{ from: "dev", to: "staging", manualApproval: true }] });
    expect(failure).toMatchObject({ code: "invalid_arguments", problems: [{ argument: "edges.0" }] });
    expect(calls).toEqual([]);
  });

  test("environments that can't be looked up", async () => {
    const { call, isSent } = await connectTo(new ConnectError("away", Code.Unavailable));
    expect((await call(tool, { ...acme, nodes })).failure).toMatchObject({ code: "unavailable" });
    expect(isSent()).toBe(false);
  });
});

/** Environments in a random order, each but the first with a step from an earlier one, and more such steps. */
const graphs = fc
  .record({
    names: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 3, maxLength: 12 }),
    sources: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
    more: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 20 }),
    shuffle: fc.infiniteStream(fc.nat()),
  })
  .map(({ names, sources, more, shuffle }) => {
    const at = (index: number) => names[index % names.length] ?? "";
    const first = names.slice(1).map((name, index) => step(at((sources[index] ?? 0) % (index + 1)), name));
    const others = more.map(([a, b]) => [a % names.length, b % names.length].sort((x, y) => x - y));
    const steps = [...first, ...others.filter(([a, b]) => a !== b).map(([a = 0, b = 0]) => step(at(a), at(b)))];
    const unique = [...new Map(steps.map((edge) => [`${edge.from} ${edge.to}`, edge])).values()];
    const keyed = unique.map((edge) => ({ edge, key: shuffle.next().value }));
    return { nodes: names.toSorted(), edges: keyed.sort((a, b) => a.key - b.key).map(({ edge }) => edge) };
  });

test("any graph without a cycle is accepted; with one edge back, that edge is named", async () => {
  const environments: string[] = [];
  const { call } = await connectTo(environments);
  await fc.assert(
    fc.asyncProperty(graphs, fc.nat(), fc.nat(), async ({ nodes, edges }, pick, hops) => {
      environments.splice(0, Number.POSITIVE_INFINITY, ...nodes);
      const accepted = await call(tool, { ...acme, nodes, edges });
      expect(accepted.answer).toMatchObject({ outcome: "created", resource: { spec: { graph: { nodes } } } });
      // From somewhere, some steps on, and back again.
      const start = edges[pick % edges.length]?.from ?? "";
      let end = start;
      for (let hop = 0; hop <= hops % nodes.length; hop += 1) {
        end = edges.find(({ from }) => from === end)?.to ?? end;
      }
      const { failure } = await call(tool, { ...acme, nodes, edges: [...edges, step(end, start)] });
      expect(failure?.problems).toEqual([
        {
          argument: `edges.${edges.length}`,
          message: expect.stringMatching(
            new RegExp(`^${end} → ${start} closes the cycle ${end} → ${start}.* → ${end}\\.$`),
          ),
        },
      ]);
    }),
    { numRuns: 40 },
  );
});
