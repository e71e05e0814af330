import { allowGuarded, type GuardedCall } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const remove = "ai.planton.connect.awsproviderconnection.v1.AwsProviderConnectionCommandController/delete";
const main = { kind: "aws", org: "acme", slug: "aws-main" };

test("is refused until it is allowed, and says what it would have hit", async () => {
  const { call, calls } = await connectToSandbox(connectCredentials);
  const { failure } = await call("delete_credential", main);
  expect(failure).toMatchObject({
    code: "confirmation_required",
    message: expect.stringMatching(/aws-main \(awsconn_\w+\)/),
  });
  expect(calls.map(({ rpc }) => rpc)).not.toContain(remove);
});

test("deletes the one that is named, by its id", async () => {
  const { call, calls } = await connectToSandbox(connectCredentials, { guard: allowGuarded });
  const { answer } = await call("delete_credential", main);
  const { id } = answer.metadata as { id: string };
  expect(calls.at(-1)).toMatchObject({ rpc: remove, request: { value: id } });
  expect((await call("get_credential", main)).failure).toMatchObject({ code: "not_found" });
});

test("is denied to a member", async () => {
  const { call, as } = await connectToSandbox(connectCredentials);
  const member = await as("member", { guard: allowGuarded });
  expect((await member.call("delete_credential", main)).failure).toMatchObject({
    code: "permission_denied",
    permission: { permission: "delete", kind: "aws_provider_connection" },
  });
  expect((await call("get_credential", main)).failure).toBeUndefined();
});

test("warns of what uses it by default, and of no other", async () => {
  const asked: GuardedCall[] = [];
  const guard = (call: GuardedCall) => void asked.push(call);
  const { call } = await connectToSandbox(connectCredentials, { guard });
  for (const slug of ["aws-main", "aws-prod"]) await call("delete_credential", { ...main, slug });
  await call("delete_credential", { kind: "github", org: "acme", slug: "github" });
  expect(asked.map(({ warnings }) => warnings.slice(1))).toEqual([["It is the default of acme for aws."], [], []]);
});
