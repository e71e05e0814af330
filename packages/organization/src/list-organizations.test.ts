import { create } from "@bufbuild/protobuf";
import { OrganizationSchema } from "@planton-mcp/api/resourcemanager/organization/v1/api";
import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import { connect, connectToSandbox, fakeBackend } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { organization } from "./index.ts";

test("lists what the caller may see, a row each", async () => {
  const acme = await connectToSandbox(organization);
  expect((await acme.call("list_organizations")).answer).toEqual({
    count: 2,
    page: 1,
    pages: 1,
    entries: [
      { id: "acme", slug: "acme", name: "Acme", description: "Rockets, anvils and the shop that sells them" },
      { id: "acme-labs", slug: "acme-labs", name: "Acme Labs", description: "Still empty" },
    ],
  });
  const outsider = await acme.as("outsider");
  expect((await outsider.call("list_organizations")).answer).toMatchObject({ count: 1, entries: [{ id: "globex" }] });
});

test("says that there is none, and pages what the API returns whole", async () => {
  const entries = (count: number) =>
    Array.from({ length: count }, (_, index) => create(OrganizationSchema, { metadata: { id: `org-${index}` } }));
  const organizations = (count: number) =>
    connect(
      organization,
      fakeBackend((router) =>
        router.service(OrganizationQueryController, { findOrganizations: () => ({ entries: entries(count) }) }),
      ),
    );
  const none = await organizations(0);
  expect((await none.call("list_organizations")).answer).toEqual({ count: 0, page: 1, pages: 1, entries: [] });
  const many = await organizations(60);
  expect((await many.call("list_organizations", { page: 3 })).answer).toMatchObject({
    count: 60,
    page: 3,
    pages: 3,
    entries: Array.from({ length: 10 }, (_, index) => ({ id: `org-${50 + index}` })),
  });
});
