import { compose } from "@planton-mcp/core";
import { compactOffer, instructionsOf, offerOf } from "@planton-mcp/core/v2";
import { connectToSandbox } from "@planton-mcp/testkit";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { describe, expect, test } from "vitest";
import { plugins } from "../src/plugins.ts";

const tokens = (text: string) => encode(text).length;

/** The full bundle, by somebody who counts: calls, and tokens of what is asked and answered. */
async function agent() {
  const { call } = await connectToSandbox(plugins);
  const spent = { calls: 0, tokens: 0 };
  return {
    spent,
    async ask(tool: string, args: Record<string, unknown> = {}) {
      const outcome = await call(tool, args);
      spent.calls += 1;
      spent.tokens += tokens(JSON.stringify(args)) + tokens(outcome.text);
      expect(outcome.failure).toBeUndefined();
      return outcome.answer;
    },
  };
}

interface Entry {
  readonly id: string;
  readonly org?: string;
  readonly slug?: string;
  readonly result?: string;
}

/** The entries of a list's answer. */
const entriesOf = (answer: Record<string, unknown>) => answer.entries as readonly Entry[]; // lists answer with these

describe("server instructions", () => {
  const offer = offerOf(compose(plugins), { backend: { unary: never, stream: never } });

  test.each([
    ["full", offer],
    ["compact", compactOffer(offer)],
    ["one plugin", offerOf(compose(plugins), { backend: { unary: never, stream: never }, plugins: ["environment"] })],
  ])("are under 400 tokens and name only what there is: %s", (_, offered) => {
    const text = instructionsOf(offered);
    expect(tokens(text)).toBeLessThan(400);
    const named = text.match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? [];
    const isThere = (name: string) => offered.catalogue.has(name) || offered.tools.some((tool) => tool.name === name);
    expect(named.filter((name) => !isThere(name))).toEqual([]);
  });
});

test("from nothing to an explained failure: 4 calls, under 1,000 tokens", async () => {
  const { ask, spent } = await agent();
  const [organization] = entriesOf(await ask("list_organizations"));
  const org = organization?.id ?? "";
  await ask("list_environments", { org });
  const [failed] = entriesOf(await ask("list_stack_jobs", { org, result: "failed" }));
  const { outcome, diagnostics } = await ask("explain_stack_job_failure", { id: failed?.id });
  expect({ outcome, diagnostics }).toMatchObject({ outcome: "failed", diagnostics: [{ message: expect.any(String) }] });
  console.log(`To an explained failure: ${spent.calls} calls, ${spent.tokens} tokens.`);
  expect(spent.calls).toBe(4);
  expect(spent.tokens).toBeLessThan(1_000);
});

/** What comes with the plugins of cloud resources. */
const deploying = ["apply_cloud_resource", "watch_stack_job"];
const { has, resources } = compose(plugins);
const canDeploy = deploying.every(has) && resources.some(({ uri }) => uri === "cloud-resource-schema://{kind}");

test.skipIf(!canDeploy)("from nothing to a deployed resource, under 8,000 tokens", async () => {
  const { ask, spent } = await agent();
  const org = entriesOf(await ask("list_organizations"))[0]?.id ?? "";
  const env = entriesOf(await ask("list_environments", { org }))[0]?.slug ?? "";
  await ask("check_stack_job_essentials", { cloud_resource_kind: "AwsS3Bucket", org, env });
  const { content } = await ask("read_reference", { uri: "cloud-resource-schema://AwsS3Bucket", path: "/examples/0" });
  const example = content as { metadata: object }; // as the schema says
  const manifest = { ...example, metadata: { ...example.metadata, name: "agent-bucket", org, env } };
  const applied = await ask("apply_cloud_resource", { manifest });
  expect(JSON.stringify(applied)).toMatch(/sj_/);
  const [job] = entriesOf(await ask("list_stack_jobs", { org, env }));
  expect(await ask("watch_stack_job", { id: job?.id })).toMatchObject({ outcome: "succeeded" });
  console.log(`To a deployed resource: ${spent.calls} calls, ${spent.tokens} tokens.`);
  expect(spent.tokens).toBeLessThan(8_000);
});

function never(): never {
  throw new TypeError("Instructions need no call.");
}
