import { allowGuarded, type Guard, type GuardedCall } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { describe, expect, test } from "vitest";
import { iam } from "./index.ts";

const vera = { principal_kind: "user", principal_id: "vera@acme.example", resource_kind: "org", resource_id: "acme" };

test("grants one more role, and asks for nothing where it has been granted", async () => {
  const { call, calls } = await connectToSandbox(iam, { guard: allowGuarded });
  const grant = { ...vera, relation: "Member" };
  expect((await call("grant_access", grant)).answer).toMatchObject({
    outcome: "granted",
    principal: {
      kind: "identity_account",
      id: "ida_01kseed0000000000000000003",
      name: "Vera Costa <vera@acme.example>",
    },
    resource: { kind: "organization", id: "acme", name: "Acme" },
    role: "member",
  });
  expect(calls.at(-1)?.request).toMatchObject({
    principal: { kind: "identity_account", id: "ida_01kseed0000000000000000003" },
    resource: { kind: "organization", id: "acme" },
    relation: "member",
  });
  const sent = calls.length;
  expect((await call("grant_access", grant)).answer).toMatchObject({ outcome: "unchanged" });
  expect(calls.slice(sent).map(({ method }) => method.name)).not.toContain("create");
});

test("shows a person whose access to what would change, as it is now", async () => {
  const seen: GuardedCall[] = [];
  const owner = await connectToSandbox(iam, { guard: allowGuarded });
  const guard: Guard = (call) => {
    seen.push(call);
    throw new Error("Not now.");
  };
  const asking = await owner.as("owner", { guard });
  const ask = () => asking.call("grant_access", { ...vera, relation: "member" });
  await ask();
  expect(seen[0]).toMatchObject({
    target: {
      kind: "iam_policy",
      id: "identity_account:ida_01kseed0000000000000000003@organization:acme",
      name: "Vera Costa <vera@acme.example> (ida_01kseed0000000000000000003) on organization Acme (acme)",
      org: "acme",
    },
    changes: [{ field: "member", to: "granted" }],
  });
  await ask();
  await owner.call("grant_access", { ...vera, principal_id: "max@acme.example", relation: "viewer" });
  await ask();
  expect(seen[1]?.target?.version).toBe(seen[0]?.target?.version);
  expect(seen[2]?.target?.version).not.toBe(seen[0]?.target?.version);
});

test("takes a service account as the identity account that it acts as", async () => {
  const { call, calls } = await connectToSandbox(iam, { guard: allowGuarded });
  await call("grant_access", {
    ...vera,
    principal_kind: "bot",
    principal_id: "sa_01kseed0000000000000000001",
    relation: "viewer",
  });
  expect(calls.at(-1)?.request).toMatchObject({
    principal: { kind: "identity_account", id: "ida_01kseed0000000000000000005" },
  });
});

describe("a typo", () => {
  test.each([
    [{ principal_kind: "tem" }, "principal_kind", "Did you mean team?"],
    [{ principal_id: "vera@acme.exmple" }, "principal_id", "Did you mean Vera Costa"],
    [{ principal_kind: "Team", principal_id: "platfrom" }, "principal_id", "Did you mean Platform (team_"],
    [
      { principal_kind: "service-account", principal_id: "sa_01kseed000000000000000001" },
      "principal_id",
      "Did you mean Deployer",
    ],
    [{ resource_kind: "orgnization" }, "resource_kind", "Did you mean organization?"],
    [{ resource_id: "acne" }, "resource_id", "Did you mean acme?"],
    [{ relation: "menber" }, "relation", "Did you mean member?"],
  ])("%o is told the nearest, and nothing is sent", async (change, argument, message) => {
    const { call, calls } = await connectToSandbox(iam, { guard: allowGuarded });
    expect((await call("grant_access", { ...vera, relation: "member", ...change })).failure).toMatchObject({
      code: "invalid_arguments",
      problems: [{ argument, message: expect.stringContaining(message) }],
    });
    expect(calls.map(({ method }) => method.name)).not.toContain("create");
  });
});

test("keeps the borders between organizations", async () => {
  const { as } = await connectToSandbox(iam);
  const [member, outsider] = [
    await as("member", { guard: allowGuarded }),
    await as("outsider", { guard: allowGuarded }),
  ];
  const toHimself = {
    principal_kind: "user",
    principal_id: "ida_01kseed0000000000000000004",
    resource_kind: "org",
    relation: "owner",
  };
  expect((await outsider.call("grant_access", { ...toHimself, resource_id: "acme" })).failure).toMatchObject({
    code: "permission_denied",
  });
  // A member may list who has access, and may not change it.
  const own = { ...vera, principal_id: "max@acme.example", relation: "owner" };
  expect((await member.call("grant_access", own)).failure).toMatchObject({
    code: "permission_denied",
    permission: { permission: "iam_policy_update", kind: "organization", id: "acme", declared: true },
    who_could_grant: ["Ada Okafor <ada@acme.example>"],
  });
  const team = {
    principal_kind: "team",
    principal_id: "team_01kseed0000000000000000003",
    resource_kind: "org",
    resource_id: "acme",
    relation: "viewer",
  };
  const owner = await as("owner", { guard: allowGuarded });
  expect((await owner.call("grant_access", team)).failure).toMatchObject({ code: "permission_denied" });
});
