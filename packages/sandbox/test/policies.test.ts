import { Code } from "@connectrpc/connect";
import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { FlowControlPolicyCommandController } from "@planton-mcp/api/infrahub/flowcontrolpolicy/v1/command";
import { FlowControlPolicyQueryController } from "@planton-mcp/api/infrahub/flowcontrolpolicy/v1/query";
import { EnvironmentCommandController } from "@planton-mcp/api/resourcemanager/environment/v1/command";
import { PromotionPolicyCommandController } from "@planton-mcp/api/resourcemanager/promotionpolicy/v1/command";
import { PromotionPolicyQueryController } from "@planton-mcp/api/resourcemanager/promotionpolicy/v1/query";
import { describe, expect, test } from "vitest";
import { caller, failureOf, openSandbox, seeded } from "./scene.ts";

const { get, getBySelector, whichPolicy } = PromotionPolicyQueryController.method;
const { environment, organization, platform } = ApiResourceKind;
const [acme, labs, thePlatform] = [
  { kind: organization, id: "acme" },
  { kind: organization, id: "acme-labs" },
  { kind: platform, id: "planton_cloud" },
];

describe("the promotion policy that applies", () => {
  test.each([
    ["an organization with its own: that one", acme, "Acme releases"],
    ["an environment: that of its organization", { kind: environment, id: seeded.dev }, "Acme releases"],
    ["an organization without: the platform's", labs, "Platform default"],
    ["the platform: its own", thePlatform, "Platform default"],
  ])("to %s", async (_, selector, name) => {
    const { backend, keys } = openSandbox();
    expect((await caller(backend, keys.owner)(whichPolicy, selector)).metadata?.name).toBe(name);
  });

  test("to an organization becomes the platform's once its own is deleted", async () => {
    const { backend, keys } = openSandbox();
    const call = caller(backend, keys.owner);
    await call(PromotionPolicyCommandController.method.delete, { value: seeded.promotionPolicy });
    expect((await call(whichPolicy, acme)).spec?.selector).toMatchObject(thePlatform);
    expect((await failureOf(call(getBySelector, acme))).rawMessage).toBe(
      "There is no promotion_policy of organization acme.",
    );
  });

  test("is told only to those who may read what it applies to", async () => {
    const { backend, keys } = openSandbox();
    for (const method of [getBySelector, whichPolicy]) {
      expect((await failureOf(caller(backend, keys.outsider)(method, acme))).code).toBe(Code.PermissionDenied);
      expect((await failureOf(caller(backend, keys.owner)(method, { ...acme, id: "acne" }))).code).toBe(Code.NotFound);
    }
  });
});

test("the platform's policy is for everybody to read, and for nobody of the story to change", async () => {
  const { backend, keys } = openSandbox();
  for (const key of Object.values(keys)) {
    const call = caller(backend, key);
    const policy = await call(getBySelector, thePlatform);
    const value = policy.metadata?.id ?? "";
    expect(await call(get, { value })).toEqual(policy);
    const { apply, delete: remove } = PromotionPolicyCommandController.method;
    expect((await failureOf(call(apply, policy))).code).toBe(Code.PermissionDenied);
    expect((await failureOf(call(remove, { value }))).code).toBe(Code.PermissionDenied);
  }
});

describe("a flow control policy", () => {
  const { create } = FlowControlPolicyCommandController.method;
  const policyOf = (id: string) => ({ metadata: { name: "Ours" }, spec: { selector: { kind: environment, id } } });

  test("needs an environment that there is, and cannot move to another", async () => {
    const { backend, keys } = openSandbox();
    const call = caller(backend, keys.owner);
    expect((await failureOf(call(create, policyOf("env_nobody")))).code).toBe(Code.NotFound);
    const moved = { ...policyOf(seeded.dev), metadata: { id: seeded.flowControlPolicy } };
    const failure = await failureOf(call(FlowControlPolicyCommandController.method.update, moved));
    expect(failure.code).toBe(Code.InvalidArgument);
  });

  test("has a slug of its own within what it is for, and goes with it", async () => {
    const { backend, keys } = openSandbox();
    const call = caller(backend, keys.owner);
    const made = await call(create, policyOf(seeded.dev));
    expect(made.metadata).toMatchObject({ id: expect.stringMatching(/^fcp_/), slug: "ours" });
    expect((await call(create, policyOf(seeded.staging))).metadata?.slug).toBe("ours");
    await call(EnvironmentCommandController.method.delete, { value: seeded.dev });
    const value = made.metadata?.id ?? "";
    const failure = await failureOf(call(FlowControlPolicyQueryController.method.get, { value }));
    expect(failure.code).toBe(Code.NotFound);
  });
});
