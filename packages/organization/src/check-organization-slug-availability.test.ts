import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import { connect, connectToSandbox, fakeBackend } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { organization } from "./index.ts";

test("says yes and no out loud, and why", async () => {
  const { call } = await connectToSandbox(organization);
  expect((await call("check_organization_slug_availability", { slug: "initech" })).answer).toEqual({
    slug: "initech",
    is_available: true,
  });
  expect((await call("check_organization_slug_availability", { slug: "acme" })).answer).toEqual({
    slug: "acme",
    is_available: false,
    reason: "taken: Another organization has the slug acme.",
  });
});

test("says that no reason was given where the API gives none", async () => {
  const backend = fakeBackend((router) =>
    router.service(OrganizationQueryController, { checkSlugAvailability: () => ({}) }),
  );
  const { call } = await connect(organization, backend);
  expect((await call("check_organization_slug_availability", { slug: "acme" })).answer).toEqual({
    slug: "acme",
    is_available: false,
    reason: "no reason given",
  });
});
