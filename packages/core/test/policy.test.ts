import { judge, type PolicyError, type PolicyFacts, parsePolicy } from "@planton-mcp/core/policy";
import { describe, expect, test } from "vitest";

const tools = ["delete_environment", "apply_environment", "grant_access"];
const facts: PolicyFacts = {
  tool: "delete_environment",
  effect: "destroy",
  org: ["acme"],
  env: ["env_1", "prod"],
  kind: ["environment"],
};

function problemsOf(text: string) {
  try {
    parsePolicy(text, tools);
  } catch (error) {
    return (error as PolicyError).problems.map(({ line, message }) => `${line}: ${message}`);
  }
  return [];
}

const policy = parsePolicy(
  `console: https://console.example
rules:
  - org: acme
    env: [prod, live-*]
    effect: [destroy, authorize]
    decision: human
    reason: Production is changed by people.
  - { tool: "delete_*", decision: refuse }
  - { org: acme-labs, decision: allow }
  - { org: globex, decision: refuse }
`,
  tools,
);

describe("a policy", () => {
  test.each([
    ["the first rule that matches decides", {}, "human", 3],
    ["a slug may stand for anything after a star", { env: ["live-eu"] }, "human", 3],
    ["the next one where the first does not match", { env: ["dev"] }, "refuse", 8],
    [
      "what is not matched goes by its effect",
      { tool: "grant_access", effect: "authorize", env: ["dev"] },
      "plan",
      undefined,
    ],
    [
      "a write goes by its effect",
      { tool: "apply_environment", effect: "write", org: ["initech"] },
      "allow",
      undefined,
    ],
    [
      "a rule may allow what is confirmed otherwise",
      { tool: "grant_access", effect: "authorize", org: ["acme-labs"] },
      "allow",
      9,
    ],
    ["an unknown environment is held up as if it were named", { env: [] }, "human", 3],
    [
      "an unknown organization is not let through",
      { tool: "grant_access", effect: "authorize", org: [], env: ["dev"] },
      "refuse",
      10,
    ],
  ] as const)("%s", (_, difference, decision, line) => {
    const verdict = judge(policy, { ...facts, ...difference });
    expect([verdict.decision, verdict.rule?.line]).toEqual([decision, line]);
  });

  test("is the default where there is none", () => {
    expect(judge(undefined, facts)).toEqual({ decision: "plan" });
    expect(judge(undefined, { ...facts, effect: "create" })).toEqual({ decision: "allow" });
  });

  test("may be written as JSON", () => {
    expect(parsePolicy('{"rules": [\n{"decision": "refuse"}]}', tools).rules).toMatchObject([{ line: 2 }]);
  });

  test.each([
    ["rules:\n  - effect: destory\n    decision: human", ["2: There is no effect destory. Did you mean destroy?"]],
    [
      "rules:\n  - decision: human\n    tool: [grant_access, delete_envronment]",
      ["3: There is no tool delete_envronment. Did you mean delete_environment?"],
    ],
    ["rules:\n  - kind: enviroment\n    decision: plan", ["2: There is no kind enviroment. Did you mean environment?"]],
    ["rules:\n  - orgg: acme\n    decision: plan", ["2: There is no key orgg. Did you mean org?"]],
    [
      "rule:\n  - decision: plan",
      [expect.stringMatching(/^1: rules: /), "1: There is no key rule. Did you mean rules?"],
    ],
    ["rules:\n  - decision: humam", [expect.stringMatching(/^2: rules.0.decision: .*"human"/)]],
    ["rules:\n  - org: acme\n  - decision: plan", [expect.stringMatching(/^2: rules.0.decision: /)]],
    ["rules:\n  - effect: read\n    decision: refuse", [expect.stringContaining("--exclude-tools")]],
    ["rules:\n  - org: 1\n    decision: plan", [expect.stringMatching(/^2: rules.0.org: /)]],
    ["rules:\n  - decision: plan\n    decision: allow", ["3: Map keys must be unique."]],
    ["rules: [", [expect.stringMatching(/^1: /)]],
    ["", [expect.stringMatching(/^1: /)]],
    ["console: ftp://x\nrules: []", [expect.stringMatching(/^1: console: /)]],
  ])("is refused whole, by line: %j", (text, problems) => {
    expect(problemsOf(text)).toEqual(expect.arrayContaining(problems));
    expect(problemsOf(text).length).toBeGreaterThan(0);
  });
});
