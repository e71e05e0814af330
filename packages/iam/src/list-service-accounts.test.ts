import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

test("lists an organization's, with the identity accounts that they act as", async () => {
  const { call } = await connectToSandbox(iam);
  expect((await call("list_service_accounts", { org: "acme" })).answer).toMatchObject({
    count: 1,
    entries: [
      {
        id: "sa_01kseed0000000000000000001",
        display_name: "Deployer",
        identity_account_id: "ida_01kseed0000000000000000005",
      },
    ],
  });
  expect((await call("list_service_accounts", { org: "acme-labs" })).answer).toMatchObject({ count: 0, entries: [] });
  expect((await call("list_service_accounts", { org: "globex" })).failure).toMatchObject({ code: "permission_denied" });
});
