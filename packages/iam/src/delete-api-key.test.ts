import { allowGuarded } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

const [inUse, other] = ["key_01kseed0000000000000000001", "key_01kseed0000000000000000005"];

test("says afterwards whether it was the key in use", async () => {
  const { call } = await connectToSandbox(iam, { guard: allowGuarded });
  expect((await call("delete_api_key", { id: other })).answer).toMatchObject({
    outcome: "deleted",
    was_in_use_here: false,
  });
  expect((await call("delete_api_key", { id: inUse })).answer).toMatchObject({
    outcome: "deleted",
    was_in_use_here: true,
    next: expect.stringContaining("another API key"),
  });
  expect((await call("whoami")).failure).toMatchObject({ code: "unauthenticated" });
});

test("says beforehand that this can't be told", async () => {
  const tool = (await iam.load()).tools.find(({ name }) => name === "delete_api_key");
  const entry = { metadata: { id: other, name: "Old laptop" }, spec: { neverExpires: true } };
  const read = async () => ({ entries: [entry] });
  // Only what this tool reads and checks.
  const context = { read, check: (_: unknown, request: unknown) => request } as never;
  const { warnings } = (await tool?.prepare({ id: other } as never, context)) ?? {};
  expect(warnings).toEqual([expect.stringMatching(/does not tell which key .* may be the very key/)]);
});

test("names the nearest of one's own keys, and no others", async () => {
  const { call } = await connectToSandbox(iam, { guard: allowGuarded });
  expect((await call("delete_api_key", { id: "key_01kseed000000000000000005" })).failure).toMatchObject({
    problems: [{ argument: "id", message: expect.stringContaining(`Did you mean ${other}?`) }],
    next: "list_api_keys lists them.",
  });
  const ottos = await call("delete_api_key", { id: "key_01kseed0000000000000000004" });
  expect(ottos.failure).toMatchObject({ code: "invalid_arguments" });
});
