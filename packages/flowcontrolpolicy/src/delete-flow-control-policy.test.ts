import { allowGuarded, type GuardedCall } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { flowControlPolicy } from "./index.ts";

const remove = "ai.planton.infrahub.flowcontrolpolicy.v1.FlowControlPolicyCommandController/delete";
const prod = { selector_kind: "environment", selector_id: "env_01kseed0000000000000000003" };
const id = "fcp_01kseed0000000000000000001";

test("acts on the policy that the selector has, and says what is no longer asked for", async () => {
  const asked: GuardedCall[] = [];
  const { call, calls } = await connectToSandbox(flowControlPolicy, { guard: (call) => void asked.push(call) });
  const { answer } = await call("delete_flow_control_policy", prod);
  const target = { kind: "flow_control_policy", id, name: "Careful in prod", org: "acme", env: "prod" };
  expect(asked).toMatchObject([{ target }]);
  expect(calls.at(-1)).toMatchObject({ rpc: remove, request: { value: id } });
  expect(answer).toMatchObject({
    deleted: { metadata: { id } },
    warnings: [
      "No other policy is there for environment prod of acme: the platform's own defaults then apply.",
      expect.stringContaining("pause_between_preview_and_update_or_destroy goes off"),
      expect.stringContaining("preview_before_update_or_destroy goes off"),
    ],
  });
  expect((await call("get_flow_control_policy", { id })).failure).toMatchObject({ code: "not_found" });
});

test("names the policy of the organization where that then applies, and what it asks for all the same", async () => {
  const { call } = await connectToSandbox(flowControlPolicy, { guard: allowGuarded });
  const acme = { selector_kind: "organization", selector_id: "acme", preview_before_update_or_destroy: true };
  const { answer } = await call("apply_flow_control_policy", acme);
  const { id: other } = (answer.resource as { metadata: { id: string } }).metadata;
  expect((await call("delete_flow_control_policy", { id })).answer.warnings).toEqual([
    `Then Flow control of organization acme (${other}), the policy of organization acme, applies.`,
    expect.stringContaining("pause_between_preview_and_update_or_destroy goes off"),
  ]);
});

test("is refused without a guard, and denied to a member", async () => {
  const { call, as, calls } = await connectToSandbox(flowControlPolicy);
  expect((await call("delete_flow_control_policy", prod)).answer).toHaveProperty("confirmation");
  expect(calls.map(({ rpc }) => rpc)).not.toContain(remove);
  const member = await as("member", { guard: allowGuarded });
  expect((await member.call("delete_flow_control_policy", prod)).failure).toMatchObject({
    code: "permission_denied",
    permission: { permission: "delete", kind: "flow_control_policy" },
  });
});
