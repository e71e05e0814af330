import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

test("reads oneself and people with whom one shares an organization, by id and by e-mail address", async () => {
  const { as } = await connectToSandbox(iam);
  const viewer = await as("viewer");
  const byEmail = await viewer.call("get_identity_account", { email: "Max@acme.example" });
  expect(byEmail.answer).toMatchObject({
    metadata: { id: "ida_01kseed0000000000000000002" },
    spec: { first_name: "Max" },
  });
  expect((await viewer.call("get_identity_account", { id: "ida_01kseed0000000000000000002" })).answer).toEqual(
    byEmail.answer,
  );
  expect((await viewer.call("get_identity_account", { id: "ida_01kseed0000000000000000003" })).answer).toMatchObject({
    metadata: { id: "ida_01kseed0000000000000000003" },
  });
});

test("denies people elsewhere, and by e-mail address does not even tell that they are there", async () => {
  const { call } = await connectToSandbox(iam);
  expect((await call("get_identity_account", { id: "ida_01kseed0000000000000000004" })).failure).toMatchObject({
    code: "permission_denied",
    permission: { permission: "get", kind: "identity_account", id: "ida_01kseed0000000000000000004", declared: false },
    message: expect.stringContaining("does not declare"),
  });
  expect((await call("get_identity_account", { email: "otto@globex.example" })).failure).toMatchObject({
    code: "not_found",
  });
});

test.each([
  { args: {}, argument: "id" },
  { args: { id: "ida_1", email: "a@b.example" }, argument: "email" },
])("takes one of both, and not $args", async ({ args, argument }) => {
  const { call, calls } = await connectToSandbox(iam);
  expect((await call("get_identity_account", args)).failure).toMatchObject({ problems: [{ argument }] });
  expect(calls).toEqual([]);
});
