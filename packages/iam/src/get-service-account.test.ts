import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

test("reads one, and keeps the borders between organizations", async () => {
  const { call, as } = await connectToSandbox(iam);
  expect((await call("get_service_account", { id: "sa_01kseed0000000000000000001" })).answer).toMatchObject({
    metadata: { org: "acme" },
    spec: { display_name: "Deployer", identity_account_id: "ida_01kseed0000000000000000005" },
  });
  const outsider = await as("outsider");
  expect((await outsider.call("get_service_account", { id: "sa_01kseed0000000000000000001" })).failure).toMatchObject({
    code: "permission_denied",
  });
  expect((await call("get_service_account", { id: "sa_nobody" })).failure?.next).toBe(
    "Find the right one with list_service_accounts.",
  );
});
