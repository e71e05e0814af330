import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const tool = "get_github_installation_info";

test("tells whose account an installation is on, to anybody with a key", async () => {
  const { as } = await connectToSandbox(connectCredentials);
  const { call, calls } = await as("outsider");
  expect((await call(tool, { installation_id: 4711 })).answer).toEqual({
    installation_id: "4711",
    account_type: "organization",
    account_id: "acme",
    account_avatar_url: "https://github.example/acme.png",
  });
  expect(calls[0]?.request).toMatchObject({ value: 4711n });
});

test("keeps every digit of a large id", async () => {
  const { call, calls } = await connectToSandbox(connectCredentials);
  expect((await call(tool, { installation_id: 999_999_999_999_999 })).failure).toMatchObject({ code: "not_found" });
  expect(calls[0]?.request).toMatchObject({ value: 999_999_999_999_999n });
});
