import type { CallEvent } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

test("is on by default, and shows the key once, in its one field, and nowhere else", async () => {
  const events: CallEvent[] = [];
  const { call } = await connectToSandbox(iam, { onCall: (event) => events.push(event) });
  const { answer, text } = await call("create_api_key", { name: "CI" });
  const key = String(answer.key);
  expect(key.length).toBeGreaterThan(20);
  const { key: _, ...rest } = answer;
  expect(JSON.stringify(rest)).not.toContain(key);
  expect(text.split(key)).toHaveLength(2);
  expect(JSON.stringify(events)).not.toContain(key);
  expect((await call("list_api_keys")).text).not.toContain(key);
});

test("expires after 90 days, when it is said, or never where that is asked for", async () => {
  const { call } = await connectToSandbox(iam);
  const expiry = async (args: object) => (await call("create_api_key", { name: "CI", ...args })).answer;
  const days = (Date.parse(String((await expiry({})).expires_at)) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(89.9);
  expect(days).toBeLessThanOrEqual(90);
  const at = "2999-01-02T03:04:05.000Z";
  expect(await expiry({ expires_at: "2999-01-02T04:04:05+01:00" })).toMatchObject({
    expires_at: at,
    never_expires: false,
  });
  const never = await expiry({ never_expires: true });
  expect(never).toMatchObject({ never_expires: true, is_expired: false });
  expect(never).not.toHaveProperty("expires_at");
});

test.each([
  { args: { expires_at: "2001-01-01T00:00:00Z" }, message: "in the past" },
  { args: { expires_at: "tomorrow" }, message: "no RFC 3339 time" },
  { args: { expires_at: "2999-01-01T00:00:00Z", never_expires: true }, message: "either" },
])("refuses $args", async ({ args, message }) => {
  const { call, calls } = await connectToSandbox(iam);
  expect((await call("create_api_key", { name: "CI", ...args })).failure).toMatchObject({
    code: "invalid_arguments",
    problems: [{ argument: "expires_at", message: expect.stringContaining(message) }],
  });
  expect(calls).toEqual([]);
});
