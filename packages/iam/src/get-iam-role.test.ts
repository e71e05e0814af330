import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

test("tells all that the API does, and invents no permissions", async () => {
  const { call } = await connectToSandbox(iam);
  expect((await call("get_iam_role", { id: "role_01kseed0000000000000001203" })).answer).toEqual({
    id: "role_01kseed0000000000000001203",
    role: "owner",
    name: "Owner",
    description: "Does everything, and says who may do what",
    resource_kind: "organization",
    principal_type: "identity_account",
    permissions: "The API does not tell the permissions of a role.",
  });
  expect((await call("get_iam_role", { id: "role_nobody" })).failure).toMatchObject({
    code: "not_found",
    next: "Find the right one with list_iam_roles.",
  });
});
