import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { promotionPolicy } from "./index.ts";

const acme = { selector_kind: "organization", selector_id: "acme" };

test("shows the graph as data that apply takes, and as a diagram", async () => {
  const { call } = await connectToSandbox(promotionPolicy);
  const { answer } = await call("get_promotion_policy", acme);
  expect(answer).toMatchObject({
    metadata: { id: "epp_01kseed0000000000000000002", name: "Acme releases" },
    spec: {
      selector: { kind: "organization", id: "acme" },
      strict: false,
      graph: {
        nodes: ["dev", "staging", "prod"],
        edges: [
          { from: "dev", to: "staging", manual_approval: false },
          { from: "staging", to: "prod", manual_approval: true },
        ],
      },
    },
    mermaid: expect.stringContaining("n1 -->|manual approval| n2"),
  });
  expect((await call("get_promotion_policy", { id: "epp_01kseed0000000000000000002" })).answer).toEqual(answer);
});

test.each(["org", "Organization", "ORGANIZATION"])("takes %s for organization", async (selector_kind) => {
  const { call } = await connectToSandbox(promotionPolicy);
  const { answer } = await call("get_promotion_policy", { ...acme, selector_kind });
  expect(answer).toMatchObject({ metadata: { name: "Acme releases" } });
});

test("needs no id for the platform, and takes no other than its own", async () => {
  const { call, calls } = await connectToSandbox(promotionPolicy);
  const { answer } = await call("get_promotion_policy", { selector_kind: "platform" });
  expect(answer).toMatchObject({ metadata: { name: "Platform default" } });
  const { failure } = await call("get_promotion_policy", { selector_kind: "platform", selector_id: "acme" });
  expect(failure).toMatchObject({ code: "invalid_arguments", problems: [{ argument: "selector_id" }] });
  expect(calls).toHaveLength(1);
});

test.each([
  { args: {}, argument: "id" },
  { args: { selector_kind: "organization" }, argument: "selector_id" },
  { args: { selector_id: "acme" }, argument: "selector_kind" },
  { args: { id: "epp_1", ...acme }, argument: "id" },
  { args: { id: "epp_1", selector_id: "acme" }, argument: "id" },
  { args: { ...acme, selector_kind: "organisation" }, argument: "selector_kind", says: "Did you mean organization?" },
  { args: { ...acme, selector_kind: "env" }, argument: "selector_kind", says: "organization or platform" },
])("refuses $args before any call", async ({ args, argument, says = "" }) => {
  const { call, calls } = await connectToSandbox(promotionPolicy);
  expect((await call("get_promotion_policy", args)).failure).toMatchObject({
    code: "invalid_arguments",
    problems: [{ argument, message: expect.stringContaining(says) }],
  });
  expect(calls).toEqual([]);
});

test("points from an organization without its own to the tool that tells what applies", async () => {
  const { call } = await connectToSandbox(promotionPolicy);
  expect((await call("get_promotion_policy", { ...acme, selector_id: "acme-labs" })).failure).toMatchObject({
    code: "not_found",
    next: expect.stringContaining("which_promotion_policy"),
  });
});

test("is answered to a viewer, and denied to an outsider", async () => {
  const { as } = await connectToSandbox(promotionPolicy);
  const [viewer, outsider] = [await as("viewer"), await as("outsider")];
  expect((await viewer.call("get_promotion_policy", acme)).failure).toBeUndefined();
  expect((await outsider.call("get_promotion_policy", acme)).failure).toMatchObject({ code: "permission_denied" });
});
