import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

test("tells who, where, with which roles, and what may be done there", async () => {
  const { call, as } = await connectToSandbox(iam);
  expect((await call("whoami")).answer).toMatchObject({
    id: "ida_01kseed0000000000000000001",
    email: "ada@acme.example",
    type: "person",
    organizations: [
      { id: "acme", roles: ["owner", "viewer"], may_not: [] },
      { id: "acme-labs", roles: ["owner"] },
    ],
  });
  const viewer = await as("viewer");
  expect((await viewer.call("whoami")).answer).toMatchObject({
    email: "vera@acme.example",
    organizations: [
      {
        id: "acme",
        roles: ["viewer"],
        may: ["iam_policy_get"],
        may_not: ["update", "delete", "environment_create", "team_create", "iam_policy_update"],
      },
    ],
  });
});

test("says so where there is no organization", async () => {
  const { call, as } = await connectToSandbox(iam, { guard: () => {} });
  await call("revoke_org_access", { org: "acme", identity_account_id: "vera@acme.example" });
  const viewer = await as("viewer");
  expect((await viewer.call("whoami")).answer).toMatchObject({ name: "Vera Costa", organizations: [] });
});
