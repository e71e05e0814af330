import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { organization } from "./index.ts";

test("reads the whole organization", async () => {
  const { call } = await connectToSandbox(organization);
  const { answer, text } = await call("get_organization", { org: "acme" });
  expect(answer).toMatchObject({
    kind: "Organization",
    metadata: { id: "acme", slug: "acme", name: "Acme" },
    spec: { description: "Rockets, anvils and the shop that sells them", contact_email: "platform@acme.example" },
  });
  expect(text).toContain(JSON.stringify(answer));
});

test("names the tool that finds the right id", async () => {
  const { call } = await connectToSandbox(organization);
  expect((await call("get_organization", { org: "acne" })).failure).toEqual({
    code: "not_found",
    message: "There is no organization acne.",
    next: "Find the right one with list_organizations.",
    rpc: "ai.planton.resourcemanager.organization.v1.OrganizationQueryController/get",
  });
});

test("tells an outsider which permission is missing, and on what", async () => {
  const { as } = await connectToSandbox(organization);
  const outsider = await as("outsider");
  const { failure } = await outsider.call("get_organization", { org: "acme" });
  expect(failure).toMatchObject({
    code: "permission_denied",
    permission: { permission: "get", kind: "organization", id: "acme", declared: true },
  });
});
