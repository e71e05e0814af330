import { allowGuarded } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

test("lists an organization's teams a page at a time, and says that it does", async () => {
  const { call, calls } = await connectToSandbox(iam);
  expect((await call("list_teams", { org: "acme", page: 2, page_size: 1 })).answer).toEqual({
    listed: "all teams of organization acme",
    page: 2,
    pages: 2,
    entries: [{ id: "team_01kseed0000000000000000002", slug: "release", name: "Release" }],
  });
  // The API counts pages from 0.
  expect(calls.at(-1)?.request).toMatchObject({ apiResourceKind: 13, pageInfo: { num: 1, size: 1 } });
});

test("lists the teams that have access to an environment, with roles and where they come from", async () => {
  const { call } = await connectToSandbox(iam, { guard: allowGuarded });
  const grant = {
    principal_kind: "team",
    principal_id: "team_01kseed0000000000000000002",
    resource_kind: "env",
    resource_id: "env_01kseed0000000000000000001",
  };
  await call("grant_access", { ...grant, relation: "member" });
  expect((await call("list_teams", { org: "acme", env: "dev" })).answer).toMatchObject({
    listed: "teams with access to environment dev of organization acme",
    entries: [
      { id: "team_01kseed0000000000000000002", members: 1, roles: [{ role: "member" }] },
      {
        id: "team_01kseed0000000000000000001",
        members: 2,
        roles: [{ role: "viewer", inherited_from: "organization acme" }],
      },
    ],
  });
});

test("says that there is none", async () => {
  const { call } = await connectToSandbox(iam);
  expect((await call("list_teams", { org: "acme-labs" })).answer).toMatchObject({ pages: 1, entries: [] });
});
