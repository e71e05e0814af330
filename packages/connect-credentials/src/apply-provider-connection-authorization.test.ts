import { allowGuarded, type GuardedCall } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { describe, expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const apply =
  "ai.planton.connect.providerconnectionauthorization.v1.ProviderConnectionAuthorizationCommandController/apply";
const tool = "apply_provider_connection_authorization";
const main = { org: "acme", provider: "aws", connection: "aws-main" };

async function witnessed() {
  const asked: GuardedCall[] = [];
  const guard = (call: GuardedCall) => void asked.push(call);
  return { asked, ...(await connectToSandbox(connectCredentials, { guard })) };
}

describe("an authorization that is there", () => {
  test("gets other environments in place of those before, and keeps its scope", async () => {
    const { call, calls, asked } = await witnessed();
    const { answer } = await call(tool, { ...main, environments: ["staging", "prod"] });
    expect(answer).toMatchObject({
      outcome: "updated",
      changes: [{ field: "spec.authorized_environments", from: ["dev", "staging"], to: ["staging", "prod"] }],
    });
    expect(asked[0]).toMatchObject({
      target: { kind: "provider_connection_authorization", id: "pca_01kseed0000000000000000001", org: "acme" },
      warnings: [
        "By now it lets dev, staging use the aws credential aws-main.",
        "Then it lets staging, prod use the aws credential aws-main, and nobody else.",
      ],
    });
    expect(calls.at(-1)).toMatchObject({
      rpc: apply,
      request: {
        apiVersion: "connect.openmcf.org/v1",
        kind: "ProviderConnectionAuthorization",
        metadata: { id: "pca_01kseed0000000000000000001" },
        spec: { provider: 12, connection: "aws-main", scope: 2, authorizedEnvironments: ["staging", "prod"] },
      },
    });
  });

  test("is opened to every environment, and says that later ones are meant too", async () => {
    const { call, calls, asked } = await witnessed();
    await call(tool, { ...main, scope: "organization" });
    expect(asked[0]?.warnings[1]).toMatch(/^Then it lets every environment of acme, later ones too, use/);
    expect(calls.at(-1)).toMatchObject({ request: { spec: { scope: 1, authorizedEnvironments: [] } } });
  });

  test("takes no environments as a value", async () => {
    const { call, asked } = await witnessed();
    expect((await call(tool, { ...main, environments: [] })).answer).toMatchObject({ outcome: "updated" });
    expect(asked[0]?.warnings[1]).toMatch(/^Then it lets no environment of acme use/);
  });
});

test("is made anew, by a member too, for the contract lets members create", async () => {
  const { as } = await connectToSandbox(connectCredentials);
  const args = { org: "acme", provider: "gcp", connection: "gcp-main", environments: ["dev"] };
  const [member, viewer] = [await as("member", { guard: allowGuarded }), await as("viewer", { guard: allowGuarded })];
  expect((await viewer.call(tool, args)).failure).toMatchObject({ code: "permission_denied" });
  expect((await member.call(tool, args)).answer).toMatchObject({
    outcome: "created",
    resource: {
      metadata: { org: "acme", slug: "gcp-gcp-main" },
      spec: { scope: "environment", authorized_environments: ["dev"] },
    },
  });
  expect((await member.call(tool, { ...args, environments: [] })).failure).toMatchObject({
    code: "permission_denied",
    permission: { permission: "update", kind: "provider_connection_authorization" },
  });
});

test.each([
  ["environments beside scope organization", { scope: "organization", environments: ["dev"] }, "environments"],
  ["an empty name of an environment", { environments: [""] }, "environments.0"],
  ["no scope for a new one", { connection: "aws-new" }, "scope"],
])("does not take %s", async (_, args, argument) => {
  const { call, calls } = await connectToSandbox(connectCredentials, { guard: allowGuarded });
  const { failure } = await call(tool, { ...main, ...args });
  expect(failure).toMatchObject({
    code: "invalid_arguments",
    problems: [{ argument: expect.stringMatching(new RegExp(`${argument}$`)) }],
  });
  expect(calls.map(({ rpc }) => rpc)).not.toContain(apply);
});
