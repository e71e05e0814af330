import { allowGuarded, type GuardedCall } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const tool = "sync_provider_connection_authorization";
const sync =
  "ai.planton.connect.providerconnectionauthorization.v1.ProviderConnectionAuthorizationCommandController/sync";
const prod = { org: "acme", provider: "aws", connection: "aws-prod" };

test("syncs by the key, after saying what is then allowed", async () => {
  const asked: GuardedCall[] = [];
  const { call, calls } = await connectToSandbox(connectCredentials, { guard: (call) => void asked.push(call) });
  const { answer } = await call(tool, prod);
  expect(answer).toMatchObject({ spec: { authorized_environments: ["prod"] } });
  expect(asked[0]).toMatchObject({
    target: { id: "pca_01kseed0000000000000000002" },
    warnings: ["Whatever access there is by now, it then lets prod use the aws credential aws-prod."],
  });
  expect(calls.at(-1)).toMatchObject({ rpc: sync, request: { ...prod, provider: 12 } });
});

test("is the owner's alone", async () => {
  const { as } = await connectToSandbox(connectCredentials);
  for (const who of ["member", "viewer", "outsider"] as const) {
    const { failure } = await (await as(who, { guard: allowGuarded })).call(tool, prod);
    expect(failure, who).toMatchObject({ code: "permission_denied" });
  }
});

test("stops at what is not authorized", async () => {
  const { call, calls } = await connectToSandbox(connectCredentials, { guard: allowGuarded });
  const { failure } = await call(tool, { ...prod, provider: "gcp" });
  expect(failure).toMatchObject({ code: "not_found" });
  expect(calls.map(({ rpc }) => rpc)).not.toContain(sync);
});
