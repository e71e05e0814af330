import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

test("lists what tells keys apart, and never what they are", async () => {
  const { call, as } = await connectToSandbox(iam);
  const made = await call("create_service_account_key", { service_account_id: "sa_01kseed0000000000000000001" });
  const { answer, text } = await call("list_service_account_keys", {
    service_account_id: "sa_01kseed0000000000000000001",
  });
  expect(answer).toMatchObject({ count: 2, entries: [{ name: "Key of Deployer" }, { id: made.answer.id }] });
  expect(text).not.toContain(String(made.answer.key));
  const outsider = await as("outsider");
  const denied = await outsider.call("list_service_account_keys", {
    service_account_id: "sa_01kseed0000000000000000001",
  });
  expect(denied.failure).toMatchObject({ code: "permission_denied" });
});
