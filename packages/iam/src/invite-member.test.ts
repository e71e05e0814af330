import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

const newcomer = {
  org: "acme",
  email: "someone@acme.example",
  iam_role_ids: ["Member", "role_01kseed0000000000000001201"],
};

test("invites with roles by code or id, and shows nothing by which others could accept", async () => {
  const { call, calls } = await connectToSandbox(iam);
  const { answer } = await call("invite_member", newcomer);
  expect(answer).toMatchObject({ outcome: "invited", status: "pending", roles: ["member", "viewer"] });
  expect(Object.keys(answer)).not.toEqual(expect.arrayContaining(["token"]));
  expect(calls.at(-1)?.request).toMatchObject({
    iamRoleIds: ["role_01kseed0000000000000001202", "role_01kseed0000000000000001201"],
  });
  expect((await call("list_invitations", { org: "acme" })).answer).toMatchObject({ count: 2 });
  expect((await call("invite_member", newcomer)).failure).toMatchObject({ code: "already_exists" });
});

test.each([
  { change: { email: "someone" }, argument: "email", message: "no e-mail address" },
  { change: { iam_role_ids: ["menber"] }, argument: "iam_role_ids", message: "Did you mean member?" },
])("refuses $change before anything is sent", async ({ change, argument, message }) => {
  const { call, calls } = await connectToSandbox(iam);
  expect((await call("invite_member", { ...newcomer, ...change })).failure).toMatchObject({
    code: "invalid_arguments",
    problems: [{ argument, message: expect.stringContaining(message) }],
  });
  expect(calls.map(({ method }) => method.name)).not.toContain("create");
});

test("is denied to a member, who is told who could", async () => {
  const member = await (await connectToSandbox(iam)).as("member");
  expect((await member.call("invite_member", newcomer)).failure).toMatchObject({
    code: "permission_denied",
    permission: { permission: "iam_policy_update", kind: "organization", id: "acme", declared: true },
    who_could_grant: ["Ada Okafor <ada@acme.example>"],
    next: expect.stringContaining("Ada Okafor <ada@acme.example> could grant it."),
  });
});
