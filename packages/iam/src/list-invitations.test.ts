import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

test("lists those that are pending unless others are asked for, without their tokens", async () => {
  const { call, calls } = await connectToSandbox(iam);
  const { answer, text } = await call("list_invitations", { org: "acme" });
  expect(answer).toMatchObject({
    status: "pending",
    count: 1,
    entries: [{ email: "newcomer@acme.example", roles: ["member"] }],
  });
  expect(text).not.toMatch(/token|invitations\//);
  expect((await call("list_invitations", { org: "acme", status: "accepted" })).answer).toMatchObject({
    status: "accepted",
    count: 0,
    entries: [],
  });
  expect(calls.at(-1)?.request).toMatchObject({ org: "acme", status: 2 });
});

test("is denied to an outsider, who is not told who could grant it", async () => {
  const outsider = await (await connectToSandbox(iam)).as("outsider");
  const { failure } = await outsider.call("list_invitations", { org: "acme" });
  expect(failure).toMatchObject({ code: "permission_denied", permission: { permission: "iam_policy_get" } });
  expect(failure).not.toHaveProperty("who_could_grant");
});
