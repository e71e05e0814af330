import { allowGuarded } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { describe, expect, test } from "vitest";
import { iam } from "./index.ts";

const max = { principal_kind: "user", principal_id: "max@acme.example", resource_kind: "org", resource_id: "acme" };
const onDev = { ...max, resource_kind: "env", resource_id: "env_01kseed0000000000000000001" };

test("says no out loud, and what there is instead", async () => {
  const { call } = await connectToSandbox(iam);
  expect((await call("check_authorization", { ...max, relation: "delete" })).answer).toMatchObject({
    is_authorized: false,
    relation: "delete",
    has_instead: ["member", "viewer, as a member of team Platform"],
  });
});

test("says yes, and which of several grants gives it", async () => {
  const { call } = await connectToSandbox(iam);
  expect((await call("check_authorization", { ...onDev, relation: "update" })).answer).toMatchObject({
    is_authorized: true,
    given_by: ["member, inherited from organization acme"],
  });
  expect((await call("check_authorization", { ...onDev, relation: "get" })).answer).toMatchObject({
    given_by: [
      "member, inherited from organization acme",
      "viewer, inherited from organization acme, as a member of team Platform",
    ],
  });
});

test("answers about a role as about a permission", async () => {
  const { call } = await connectToSandbox(iam);
  expect((await call("check_authorization", { ...max, relation: "Viewer" })).answer).toMatchObject({
    is_authorized: true,
    relation: "viewer",
  });
  expect((await call("check_authorization", { ...max, relation: "updaet" })).failure?.problems).toMatchObject([
    { argument: "relation", message: expect.stringContaining("Did you mean update?") },
  ]);
});

describe("the same question asked and done", () => {
  const deeds = [
    { relation: "update", tool: "create_service_account", args: { org: "acme", display_name: "Mine" } },
    {
      relation: "iam_policy_update",
      tool: "invite_member",
      args: { org: "acme", email: "x@acme.example", iam_role_ids: ["viewer"] },
    },
    { relation: "iam_policy_get", tool: "list_invitations", args: { org: "acme" } },
    { relation: "team_create", tool: "apply_team", args: { org: "acme", name: "Mine" } },
    { relation: "get", tool: "list_service_accounts", args: { org: "acme" } },
  ];
  const people = {
    owner: "ida_01kseed0000000000000000001",
    member: "ida_01kseed0000000000000000002",
    viewer: "ida_01kseed0000000000000000003",
  } as const;

  test.each(deeds)("have one answer for everybody: $tool", async ({ relation, tool, args }) => {
    for (const who of ["owner", "member", "viewer"] as const) {
      const { call, as } = await connectToSandbox(iam);
      const asked = await call("check_authorization", { ...max, principal_id: people[who], relation });
      const { failure } = await (await as(who, { guard: allowGuarded })).call(tool, args);
      expect(failure === undefined, who).toBe(asked.answer.is_authorized);
      if (failure !== undefined)
        expect(failure).toMatchObject({ code: "permission_denied", permission: { permission: relation } });
    }
  });
});
