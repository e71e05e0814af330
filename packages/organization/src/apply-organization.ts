import { OrganizationCommandController } from "@planton-mcp/api/resourcemanager/organization/v1/command";
import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import { defineApply, findOrAbsent, org, text } from "@planton-mcp/core";
import * as z from "zod";

const { get, checkSlugAvailability } = OrganizationQueryController.method;

export const applyOrganization = defineApply({
  name: "apply_organization",
  title: "Create or update an organization",
  description:
    "Creates the organization if there is none of this id, else changes the given fields and leaves the rest. Answers with what changed.",
  input: { org: org.describe("Organization id; the slug of a new one: 2-15 of a-z, 0-9, hyphen") },
  example: { org: "acme", description: "Everything we run" },
  formerly: ["create_organization", "update_organization"],
  fields: {
    name: text("Display name"),
    description: z.string().describe("What it is for"),
    logo_url: z.string().describe("Address of a logo"),
    contact_email: z.string().describe("Whom to write to"),
  },
  clearable: ["description", "logo_url", "contact_email"],
  reads: [get, checkSlugAvailability],
  find: ({ org }, read) =>
    findOrAbsent(read(get, { value: org }), async () => (await read(checkSlugAvailability, { slug: org })).available),
  start: ({ org }) => ({ metadata: { slug: org, name: org } }),
  patch: ({ name, description, logo_url, contact_email }) => ({
    metadata: { name },
    spec: { description, logoUrl: logo_url, contactEmail: contact_email },
  }),
  rpc: OrganizationCommandController.method.apply,
});
