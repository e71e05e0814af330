import { allowGuarded } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { organization } from "./index.ts";

const remove = "ai.planton.resourcemanager.organization.v1.OrganizationCommandController/delete";

test("is planned first, and says whom it would hit", async () => {
  const { call, calls } = await connectToSandbox(organization);
  const { answer } = await call("delete_organization", { org: "acme" });
  expect(answer).toMatchObject({ plan: { target: { kind: "organization", id: "acme", name: "Acme" } } });
  expect(calls.map(({ rpc }) => rpc)).not.toContain(remove);
});

test("deletes an organization that is empty", async () => {
  const { call } = await connectToSandbox(organization, { guard: allowGuarded });
  await call("apply_organization", { org: "initech" });
  const { answer } = await call("delete_organization", { org: "initech" });
  expect(answer).toMatchObject({ metadata: { id: "initech" } });
  expect((await call("get_organization", { org: "initech" })).failure).toMatchObject({ code: "not_found" });
});

test("relays why the API refuses, and deletes nothing", async () => {
  const { call } = await connectToSandbox(organization, { guard: allowGuarded });
  expect((await call("delete_organization", { org: "acme" })).failure).toMatchObject({
    code: "failed_precondition",
    message: expect.stringContaining("environment"),
  });
  expect((await call("get_organization", { org: "acme" })).failure).toBeUndefined();
});

test("does not ask about an organization that is not there", async () => {
  const { call } = await connectToSandbox(organization, { guard: allowGuarded });
  expect((await call("delete_organization", { org: "acne" })).failure).toMatchObject({ code: "not_found" });
});
