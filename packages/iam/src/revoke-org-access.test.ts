import { allowGuarded } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

test("takes everything that somebody has in an organization, and lists it", async () => {
  const { call, as } = await connectToSandbox(iam, { guard: allowGuarded });
  const onDev = {
    principal_kind: "user",
    principal_id: "ida_01kseed0000000000000000003",
    resource_kind: "env",
    resource_id: "env_01kseed0000000000000000001",
    relation: "owner",
  };
  await call("grant_access", onDev);
  const { answer } = await call("revoke_org_access", { org: "acme", identity_account_id: "vera@acme.example" });
  expect(answer).toMatchObject({
    outcome: "revoked",
    count: 2,
    revoked: [
      { role: "viewer", kind: "organization", id: "acme" },
      { role: "owner", kind: "environment", id: "env_01kseed0000000000000000001" },
    ],
  });
  const viewer = await as("viewer");
  expect((await viewer.call("whoami")).answer).toMatchObject({ organizations: [] });
});

test("does not take the last owner's or one's own unless that is forced", async () => {
  const { call, calls } = await connectToSandbox(iam, { guard: allowGuarded });
  const { failure } = await call("revoke_org_access", { org: "acme", identity_account_id: "ada@acme.example" });
  expect(failure?.message).toMatch(/Nobody would own organization Acme.*You would lose your own last access/s);
  expect(calls.map(({ method }) => method.name)).not.toContain("revokeOrgAccess");
});

test("is denied across organizations", async () => {
  const outsider = await (await connectToSandbox(iam)).as("outsider", { guard: allowGuarded });
  const { failure } = await outsider.call("revoke_org_access", {
    org: "acme",
    identity_account_id: "ida_01kseed0000000000000000003",
  });
  expect(failure).toMatchObject({ code: "permission_denied" });
});
