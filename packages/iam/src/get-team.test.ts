import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

test("reads a team with its members", async () => {
  const { call } = await connectToSandbox(iam);
  expect((await call("get_team", { id: "team_01kseed0000000000000000002" })).answer).toMatchObject({
    metadata: { name: "Release", org: "acme" },
    spec: {
      members: [
        { member_type: "identity_account", member_id: "ida_01kseed0000000000000000003", email: "vera@acme.example" },
      ],
    },
  });
});

test("keeps the borders between organizations, and names the tool that finds a team", async () => {
  const { call, as } = await connectToSandbox(iam);
  expect((await call("get_team", { id: "team_01kseed0000000000000000003" })).failure).toMatchObject({
    code: "permission_denied",
  });
  const outsider = await as("outsider");
  expect((await outsider.call("get_team", { id: "team_01kseed0000000000000000001" })).failure).toMatchObject({
    code: "permission_denied",
  });
  expect((await outsider.call("get_team", { id: "team_01kseed0000000000000000003" })).answer).toMatchObject({
    metadata: { org: "globex" },
  });
  expect((await call("get_team", { id: "team_nobody" })).failure).toMatchObject({
    code: "not_found",
    next: "Find the right one with list_teams.",
  });
});
