import { allowGuarded, type GuardedCall } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { promotionPolicy } from "./index.ts";

const remove = "ai.planton.resourcemanager.promotionpolicy.v1.PromotionPolicyCommandController/delete";
const acme = { selector_kind: "organization", selector_id: "acme" };

test("acts on the policy that the selector has, by its id, and tells what then applies", async () => {
  const asked: GuardedCall[] = [];
  const { call, calls } = await connectToSandbox(promotionPolicy, { guard: (call) => void asked.push(call) });
  const { answer } = await call("delete_promotion_policy", acme);
  const id = "epp_01kseed0000000000000000002";
  expect(asked).toMatchObject([{ target: { kind: "promotion_policy", id, name: "Acme releases", org: "acme" } }]);
  expect(calls.at(-1)).toMatchObject({ rpc: remove, request: { value: id } });
  expect(answer).toMatchObject({
    deleted: { metadata: { id } },
    warnings: [
      expect.stringContaining("Platform default (epp_01kseed0000000000000000001) applies to organization acme"),
      "staging → prod no longer takes a manual approval.",
    ],
  });
  expect((await call("which_promotion_policy", acme)).answer).toMatchObject({ source: "platform" });
});

test("is refused without a guard, and denied to a member and to whoever has no say about the platform", async () => {
  const { call, calls, as } = await connectToSandbox(promotionPolicy);
  expect((await call("delete_promotion_policy", acme)).answer).toHaveProperty("confirmation");
  expect(calls.map(({ rpc }) => rpc)).not.toContain(remove);
  const [owner, member] = [await as("owner", { guard: allowGuarded }), await as("member", { guard: allowGuarded })];
  const denied = { code: "permission_denied", permission: { permission: "delete", kind: "promotion_policy" } };
  expect((await member.call("delete_promotion_policy", acme)).failure).toMatchObject(denied);
  expect((await owner.call("delete_promotion_policy", { selector_kind: "platform" })).failure).toMatchObject(denied);
  expect((await call("get_promotion_policy", acme)).failure).toBeUndefined();
});
