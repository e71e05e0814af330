import { allowGuarded } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { describe, expect, test } from "vitest";
import { iam } from "./index.ts";

const vera = { principal_kind: "user", principal_id: "vera@acme.example", resource_kind: "org", resource_id: "acme" };
const ada = { ...vera, principal_id: "ada@acme.example" };

test("takes a role away, and says what is left", async () => {
  const { call, calls, as } = await connectToSandbox(iam, { guard: allowGuarded });
  await call("apply_team", { id: "team_01kseed0000000000000000001", add_members: ["vera@acme.example"] });
  expect((await call("revoke_access", { ...vera, relation: "viewer" })).answer).toMatchObject({
    outcome: "revoked",
    role: "viewer",
    still_has: ["viewer, as a member of team Platform"],
  });
  expect(calls.at(-1)).toMatchObject({ method: { name: "delete" }, request: { relation: "viewer" } });
  await call("apply_team", { id: "team_01kseed0000000000000000001", remove_members: ["vera@acme.example"] });
  const viewer = await as("viewer");
  expect((await viewer.call("list_service_accounts", { org: "acme" })).failure).toMatchObject({
    code: "permission_denied",
  });
});

test("says where a role comes from that is not granted there", async () => {
  const { call, calls } = await connectToSandbox(iam, { guard: allowGuarded });
  const onDev = { ...vera, resource_kind: "env", resource_id: "env_01kseed0000000000000000001", relation: "viewer" };
  expect((await call("revoke_access", onDev)).failure).toMatchObject({
    code: "not_found",
    message: expect.stringContaining("viewer, inherited from organization acme"),
  });
  expect(calls.map(({ method }) => method.name)).not.toContain("delete");
});

describe("the last owner", () => {
  test("stays unless that is forced, and the consequence is said", async () => {
    const { call, calls } = await connectToSandbox(iam, { guard: allowGuarded });
    const { failure } = await call("revoke_access", { ...ada, relation: "owner" });
    expect(failure).toMatchObject({
      code: "failed_precondition",
      message: expect.stringContaining("Nobody would own organization Acme (acme) any more"),
      next: expect.stringContaining("force: true"),
    });
    expect(calls.map(({ method }) => method.name)).not.toContain("delete");
    expect((await call("revoke_access", { ...ada, relation: "owner", force: true })).answer).toMatchObject({
      outcome: "revoked",
    });
  });

  test("may go where there is another, but not with one's own last access", async () => {
    const { call } = await connectToSandbox(iam, { guard: allowGuarded });
    await call("grant_access", { ...vera, relation: "owner" });
    await call("apply_team", { id: "team_01kseed0000000000000000001", remove_members: ["ada@acme.example"] });
    const { failure } = await call("revoke_access", { ...ada, relation: "owner" });
    expect(failure?.message).toContain("your own last access to organization Acme");
    expect(failure?.message).not.toContain("Nobody");
    await call("grant_access", { ...ada, relation: "viewer" });
    expect((await call("revoke_access", { ...ada, relation: "owner" })).answer).toMatchObject({
      outcome: "revoked",
      still_has: ["viewer"],
    });
  });
});
