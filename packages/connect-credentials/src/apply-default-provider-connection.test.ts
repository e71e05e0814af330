import { connectToSandbox } from "@planton-mcp/testkit";
import { describe, expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const apply = "ai.planton.connect.defaultproviderconnection.v1.DefaultProviderConnectionCommandController/apply";
const aws = { org: "acme", provider: "aws" };

describe("a default that is there", () => {
  test("gets another credential, and keeps its scope", async () => {
    const { call, calls } = await connectToSandbox(connectCredentials);
    const { answer } = await call("apply_default_provider_connection", { ...aws, connection: "aws-prod" });
    expect(answer).toMatchObject({
      outcome: "updated",
      changes: [{ field: "spec.connection", from: "aws-main", to: "aws-prod" }],
      resource: { metadata: { id: "dpc_01kseed0000000000000000001" }, spec: { scope: "organization" } },
    });
    expect(calls.at(-1)).toMatchObject({
      rpc: apply,
      request: {
        apiVersion: "connect.planton.ai/v1",
        kind: "DefaultProviderConnection",
        spec: { provider: 12, connection: "aws-prod", scope: 1, env: "" },
      },
    });
  });

  test("is sent nothing where nothing would change", async () => {
    const { call, calls } = await connectToSandbox(connectCredentials);
    const { answer } = await call("apply_default_provider_connection", { ...aws, connection: "aws-main" });
    expect(answer).toMatchObject({ outcome: "unchanged", changes: [] });
    expect(calls.map(({ rpc }) => rpc)).not.toContain(apply);
  });

  test("is changed by its owner only", async () => {
    const { as } = await connectToSandbox(connectCredentials);
    for (const who of ["member", "viewer", "outsider"] as const) {
      const { call } = await as(who);
      const { failure } = await call("apply_default_provider_connection", { ...aws, connection: "aws-prod" });
      expect(failure, who).toMatchObject({ code: "permission_denied" });
    }
  });
});

describe("a new default", () => {
  test("is made for an environment, and goes before the organization's from then on", async () => {
    const { call, calls } = await connectToSandbox(connectCredentials);
    const args = { ...aws, env: "dev", connection: "aws-prod" };
    expect((await call("apply_default_provider_connection", args)).answer).toMatchObject({
      outcome: "created",
      resource: { metadata: { org: "acme", slug: "default-aws-dev" }, spec: { scope: "environment", env: "dev" } },
    });
    expect(calls.at(-1)).toMatchObject({ rpc: apply, request: { spec: { scope: 2, env: "dev" } } });
    const resolved = await call("resolve_default_provider_connection", { ...aws, env: "dev" });
    expect(resolved.answer).toMatchObject({ spec: { connection: "aws-prod" } });
  });

  test("is made by a member, for the contract lets members create", async () => {
    const { as } = await connectToSandbox(connectCredentials);
    const args = { org: "acme", provider: "gcp", connection: "gcp-main" };
    const [member, viewer] = [await as("member"), await as("viewer")];
    expect((await viewer.call("apply_default_provider_connection", args)).failure).toMatchObject({
      code: "permission_denied",
      permission: { permission: "connection_resource_create", kind: "organization", id: "acme" },
    });
    expect((await member.call("apply_default_provider_connection", args)).answer).toMatchObject({ outcome: "created" });
  });

  test("needs a credential", async () => {
    const { call, calls } = await connectToSandbox(connectCredentials);
    const { failure } = await call("apply_default_provider_connection", { org: "acme", provider: "gcp" });
    expect(failure).toMatchObject({
      code: "invalid_arguments",
      problems: [{ argument: expect.stringMatching(/connection$/) }],
    });
    expect(calls.map(({ rpc }) => rpc)).not.toContain(apply);
  });
});

describe("a provider", () => {
  test.each([
    ["AWS", 12],
    ["digitalocean", 17],
    ["digital-ocean", 17],
    ["Digital Ocean", 17],
    ["MongoDB Atlas", 11],
    ["google", 18],
    ["k8s", 19],
  ])("may be called %s", async (provider, number) => {
    const { call, calls } = await connectToSandbox(connectCredentials);
    await call("apply_default_provider_connection", { org: "acme", provider, connection: "some" });
    expect(calls[0]).toMatchObject({ request: { org: "acme", provider: number } });
  });

  test.each([
    ["awz", "There is no provider awz. Did you mean aws?"],
    ["kubernets", "There is no provider kubernets. Did you mean kubernetes?"],
    ["the moon base", /The providers are atlas, aws, .*, hetzner_cloud\.$/],
    ["_test", /^There is no provider _test\./],
  ])("is not called %s", async (provider, message) => {
    const { call, calls } = await connectToSandbox(connectCredentials);
    const { failure } = await call("apply_default_provider_connection", { org: "acme", provider, connection: "some" });
    expect(failure).toMatchObject({
      code: "invalid_arguments",
      problems: [{ argument: "provider", message: expect.stringMatching(message) }],
    });
    expect(calls).toEqual([]);
  });
});
