/** What surfaces may cost a model: the limits, where list.test.ts holds the exact counts. */
import type { Plugin } from "@planton-mcp/core";
import { expect, test } from "vitest";
import { plugins } from "../apps/server/src/plugins.ts";
import { surfaceCosts } from "../scripts/token-costs-page.ts";

const codeOf = (all: readonly Plugin[]) => Promise.all(all.map((plugin) => plugin.load()));

test("a surface stays within what a conversation can spare", async () => {
  const { full, compact } = await surfaceCosts(await codeOf(plugins));
  expect(full.tokens / full.tools, "tokens a tool: name, description, schema").toBeLessThanOrEqual(130);
  expect(full.listed / full.tools, "tokens a tool, all that is listed").toBeLessThanOrEqual(160);
  expect(compact.listed, "tokens of the compact surface").toBeLessThan(3_000);
  expect(compact.tools).toBeLessThanOrEqual(10);
  for (const { instructions } of [full, compact]) expect(instructions, "tokens of instructions").toBeLessThan(400);
});

test("the compact surface costs the same for any number of plugins", async () => {
  const costOf = async (some: readonly Plugin[]) => (await surfaceCosts(await codeOf(some))).compact;
  const firsts = plugins.filter(({ catalogue }) =>
    /^(iam|organization|environment|cloudresource|discovery)/.test(catalogue.name),
  );
  expect((await costOf(firsts)).listed).toBe((await costOf(plugins)).listed);
}, 30_000);
