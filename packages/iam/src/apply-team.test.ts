import { allowGuarded } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { describe, expect, test } from "vitest";
import { iam } from "./index.ts";

const platform = "team_01kseed0000000000000000001";
const membersOf = (answer: Record<string, unknown>) =>
  (answer.resource as { spec: { members?: { email: string }[] } }).spec.members?.map(({ email }) => email) ?? [];

describe("a team that is there", () => {
  test("keeps what is not given, its members too", async () => {
    const { call, calls } = await connectToSandbox(iam, { guard: allowGuarded });
    const { answer } = await call("apply_team", { id: platform, description: "" });
    expect(answer).toMatchObject({
      outcome: "updated",
      changes: [{ field: "spec.description", from: "Keeps everything running" }],
      resource: { metadata: { name: "Platform" } },
    });
    expect(membersOf(answer)).toEqual(["ada@acme.example", "max@acme.example"]);
    const sent = calls.filter(({ method }) => method.name === "update").length;
    expect((await call("apply_team", { id: platform, name: "Platform" })).answer).toMatchObject({
      outcome: "unchanged",
    });
    expect(calls.filter(({ method }) => method.name === "update")).toHaveLength(sent);
  });

  test("gains, loses or replaces members as it is said", async () => {
    const { call } = await connectToSandbox(iam, { guard: allowGuarded });
    const apply = async (args: object) => (await call("apply_team", { id: platform, ...args })).answer;
    const swapped = await apply({
      add_members: ["vera@acme.example", "ida_01kseed0000000000000000002"],
      remove_members: ["Max@acme.example"],
    });
    // Who is to be added and removed is removed, and comes back.
    expect(membersOf(swapped)).toEqual(["ada@acme.example", "vera@acme.example", "max@acme.example"]);
    expect(membersOf(await apply({ members: ["ida_01kseed0000000000000000003"] }))).toEqual(["vera@acme.example"]);
    expect(membersOf(await apply({ members: [] }))).toEqual([]);
  });

  test("names whom it does not find, or does not have", async () => {
    const { call, calls } = await connectToSandbox(iam, { guard: allowGuarded });
    const failureOf = async (args: object) =>
      (await call("apply_team", { id: platform, ...args })).failure?.problems?.[0];
    expect(await failureOf({ add_members: ["vera@acme.exmaple"] })).toMatchObject({
      argument: "add_members",
      message: expect.stringContaining("Did you mean Vera Costa"),
    });
    expect(await failureOf({ remove_members: ["vera@acme.example"] })).toMatchObject({
      argument: "remove_members",
      message: expect.stringContaining("In it: ada@acme.example, max@acme.example."),
    });
    expect(calls.map(({ method }) => method.name)).not.toContain("update");
  });

  test("does not lock its last owner out unless that is forced", async () => {
    const { call, as } = await connectToSandbox(iam, { guard: allowGuarded });
    const on = { resource_kind: "organization", resource_id: "acme", relation: "owner" };
    await call("grant_access", { principal_kind: "team", principal_id: platform, ...on });
    await call("revoke_access", { principal_kind: "user", principal_id: "ada@acme.example", ...on });
    const { failure } = await call("apply_team", { id: platform, members: [] });
    expect(failure).toMatchObject({
      code: "failed_precondition",
      message: expect.stringContaining("Nobody would own organization Acme"),
    });
    const leave = { id: platform, remove_members: ["ada@acme.example"] };
    expect((await call("apply_team", leave)).failure?.message).toContain("your own last access");
    expect((await call("apply_team", { ...leave, force: true })).answer).toMatchObject({ outcome: "updated" });
    const member = await as("member");
    expect(
      (
        await member.call("check_authorization", {
          principal_kind: "user",
          principal_id: "ida_01kseed0000000000000000001",
          ...on,
        })
      ).answer,
    ).toMatchObject({
      is_authorized: false,
    });
  });
});

test("a new one is made by organization and name", async () => {
  const { call } = await connectToSandbox(iam, { guard: allowGuarded });
  const { answer } = await call("apply_team", { org: "acme", name: "Night watch", members: ["max@acme.example"] });
  expect(answer).toMatchObject({ outcome: "created", resource: { metadata: { slug: "night-watch", org: "acme" } } });
  expect(membersOf(answer)).toEqual(["max@acme.example"]);
});

test("a person is asked first", async () => {
  const { call, calls } = await connectToSandbox(iam);
  const change = { id: platform, add_members: ["vera@acme.example"] };
  const { answer } = await call("apply_team", change);
  expect(answer).toMatchObject({ plan: { effect: "authorize", target: { kind: "team", name: "Platform" } } });
  expect(calls.map(({ method }) => method.name)).not.toContain("update");
  const made = await call("apply_team", { ...change, confirmation: answer.confirmation });
  expect(made.answer).toMatchObject({ outcome: "updated" });
});

test.each([
  { args: {}, argument: "id" },
  { args: { org: "acme" }, argument: "name" },
  { args: { id: platform, org: "acme" }, argument: "org" },
  { args: { id: platform, members: [], add_members: ["ida_01kseed0000000000000000003"] }, argument: "members" },
])("refuses $args", async ({ args, argument }) => {
  const { call, calls } = await connectToSandbox(iam, { guard: allowGuarded });
  expect((await call("apply_team", args)).failure).toMatchObject({
    code: "invalid_arguments",
    problems: [{ argument }],
  });
  expect(calls).toEqual([]);
});
