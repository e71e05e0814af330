import { allowGuarded } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

const max = { principal_kind: "user", principal_id: "max@acme.example", resource_kind: "org", resource_id: "acme" };

test("shows what it would add and drop, does it, and says what it kept", async () => {
  const changes: unknown[] = [];
  const { call, calls } = await connectToSandbox(iam, { guard: (guarded) => void changes.push(guarded.changes) });
  expect(
    (await call("upsert_iam_policies", { ...max, relations: ["viewer", "Member", "viewer"] })).answer,
  ).toMatchObject({
    outcome: "updated",
    added: ["viewer"],
    dropped: [],
    kept: ["member"],
  });
  expect((await call("upsert_iam_policies", { ...max, relations: ["viewer"] })).answer).toMatchObject({
    added: [],
    dropped: ["member"],
  });
  const sent = calls.length;
  expect((await call("upsert_iam_policies", { ...max, relations: ["viewer"] })).answer).toMatchObject({
    outcome: "unchanged",
  });
  expect(calls.slice(sent).map(({ method }) => method.name)).not.toContain("upsert");
  expect(changes).toEqual([[{ field: "viewer", to: "granted" }], [{ field: "member", from: "granted" }], []]);
});

test("leaves a principal's roles elsewhere alone", async () => {
  const { call } = await connectToSandbox(iam, { guard: allowGuarded });
  const onDev = { ...max, resource_kind: "env", resource_id: "env_01kseed0000000000000000001" };
  await call("upsert_iam_policies", { ...onDev, relations: ["owner"] });
  await call("upsert_iam_policies", { ...max, relations: ["viewer"] });
  const { answer } = await call("list_resource_policies", {
    resource_kind: "env",
    resource_id: "env_01kseed0000000000000000001",
  });
  expect(answer).toMatchObject({ entries: [{ name: "Max Lindqvist", roles: [{ role: "owner" }] }] });
});

test("does not drop the last owner unless that is forced", async () => {
  const { call } = await connectToSandbox(iam, { guard: allowGuarded });
  const demote = { ...max, principal_id: "ada@acme.example", relations: ["viewer"] };
  expect((await call("upsert_iam_policies", demote)).failure?.message).toContain("Nobody would own organization Acme");
  expect((await call("upsert_iam_policies", { ...demote, force: true })).answer).toMatchObject({ dropped: ["owner"] });
});
