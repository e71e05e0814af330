import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

test.each([
  { org: "acme", kind: "aws", slug: "aws-main", free: false },
  { org: "acme", kind: "AwsProviderConnection", slug: "aws-other", free: true },
  // A slug is taken for one kind in one organization.
  { org: "acme", kind: "gcp", slug: "aws-main", free: true },
  { org: "acme-labs", kind: "aws", slug: "aws-main", free: true },
])("$kind $slug of $org is free: $free", async ({ free, ...args }) => {
  const { call } = await connectToSandbox(connectCredentials);
  expect((await call("check_credential_slug_availability", args)).answer).toMatchObject({ is_available: free });
});

test("is for those who may read the organization", async () => {
  const { as } = await connectToSandbox(connectCredentials);
  const outsider = await as("outsider");
  const { failure } = await outsider.call("check_credential_slug_availability", {
    org: "acme",
    kind: "aws",
    slug: "x",
  });
  expect(failure).toMatchObject({ code: "permission_denied", permission: { permission: "get", kind: "organization" } });
});
