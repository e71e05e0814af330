import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

test("lists one's own keys and nobody else's, without what they are", async () => {
  const { call, as } = await connectToSandbox(iam);
  const { answer, text } = await call("list_api_keys");
  expect(answer).toMatchObject({
    count: 2,
    entries: [{ name: "Ada's sandbox key", never_expires: true, is_expired: false }, { name: "Old laptop" }],
  });
  expect(text).not.toMatch(/key_hash|sandbox-owner/);
  const outsider = await as("outsider");
  expect((await outsider.call("list_api_keys")).answer).toMatchObject({ entries: [{ name: "Otto's sandbox key" }] });
});
