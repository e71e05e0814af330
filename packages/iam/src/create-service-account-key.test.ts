import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

test("is on by default, and shows the key once, in its one field", async () => {
  const { call } = await connectToSandbox(iam);
  const { answer, text } = await call("create_service_account_key", {
    service_account_id: "sa_01kseed0000000000000000001",
  });
  expect(answer).toMatchObject({ never_expires: true, key: expect.stringMatching(/^sandbox-.{20,}/) });
  expect(text.split(String(answer.key))).toHaveLength(2);
});

test("is denied to a member", async () => {
  const member = await (await connectToSandbox(iam)).as("member");
  const { failure } = await member.call("create_service_account_key", {
    service_account_id: "sa_01kseed0000000000000000001",
  });
  expect(failure).toMatchObject({
    permission: { permission: "update", kind: "service_account", id: "sa_01kseed0000000000000000001" },
  });
});
