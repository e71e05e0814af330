import { allowGuarded, type Guard } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

test("says what its members have by it, and deletes it", async () => {
  const seen: unknown[] = [];
  const { call, calls } = await connectToSandbox(iam, { guard: ({ target }) => void seen.push(target) });
  expect((await call("delete_team", { id: "team_01kseed0000000000000000001" })).failure).toBeUndefined();
  expect(seen).toMatchObject([{ kind: "team", id: "team_01kseed0000000000000000001", name: "Platform", org: "acme" }]);
  expect(calls.at(-1)).toMatchObject({
    method: { name: "delete" },
    request: { value: "team_01kseed0000000000000000001" },
  });
  expect((await call("get_team", { id: "team_01kseed0000000000000000001" })).failure).toMatchObject({
    code: "not_found",
  });
});

test("its version moves when the access does that it gives", async () => {
  const versions: string[] = [];
  const guard: Guard = ({ target }) => {
    versions.push(target?.version ?? "");
    throw new Error("Not now.");
  };
  const owner = await connectToSandbox(iam, { guard: allowGuarded });
  const asking = await owner.as("owner", { guard });
  await asking.call("delete_team", { id: "team_01kseed0000000000000000001" });
  await asking.call("delete_team", { id: "team_01kseed0000000000000000001" });
  const on = { resource_kind: "organization", resource_id: "acme", relation: "owner" };
  await owner.call("grant_access", { principal_kind: "team", principal_id: "team_01kseed0000000000000000001", ...on });
  await asking.call("delete_team", { id: "team_01kseed0000000000000000001" });
  expect(versions[1]).toBe(versions[0]);
  expect(versions[2]).not.toBe(versions[1]);
});

test("the last owner is not deleted unless that is forced", async () => {
  const { call } = await connectToSandbox(iam, { guard: allowGuarded });
  const on = { resource_kind: "organization", resource_id: "acme", relation: "owner" };
  await call("grant_access", { principal_kind: "team", principal_id: "team_01kseed0000000000000000001", ...on });
  await call("revoke_access", { principal_kind: "user", principal_id: "ada@acme.example", ...on });
  expect((await call("delete_team", { id: "team_01kseed0000000000000000001" })).failure).toMatchObject({
    code: "failed_precondition",
    message: expect.stringMatching(/Nobody would own organization Acme.*your own last access/s),
  });
  expect((await call("delete_team", { id: "team_01kseed0000000000000000001", force: true })).failure).toBeUndefined();
});

test("is denied to a member", async () => {
  const member = await (await connectToSandbox(iam)).as("member", { guard: allowGuarded });
  expect((await member.call("delete_team", { id: "team_01kseed0000000000000000001" })).failure).toMatchObject({
    code: "permission_denied",
    permission: { permission: "delete", kind: "team", id: "team_01kseed0000000000000000001" },
    who_could_grant: ["Ada Okafor <ada@acme.example>"],
  });
});
