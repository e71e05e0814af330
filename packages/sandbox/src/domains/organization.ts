import { create } from "@bufbuild/protobuf";
import { OrganizationSchema } from "@planton-mcp/api/resourcemanager/organization/v1/api";
import { OrganizationCommandController } from "@planton-mcp/api/resourcemanager/organization/v1/command";
import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import { special } from "../handler.ts";
import { at, people } from "../seed.ts";
import { violationsOf } from "../validate.ts";
import type { Domain } from "./domain.ts";

export const organizationDomain: Domain = {
  services: [OrganizationCommandController, OrganizationQueryController],
  specials: [
    special(OrganizationQueryController.method.checkSlugAvailability, ({ store }, { slug }) => {
      const organization = create(OrganizationSchema, { metadata: { slug } });
      const broken = violationsOf(OrganizationSchema, organization).filter(({ ruleId }) => /slug/.test(ruleId));
      if (broken.length > 0) return { reason: "invalid", message: broken.map(String).join("; ") };
      const isTaken = store.find("organization", slug) !== undefined;
      return isTaken ? { reason: "taken", message: `Another organization has the slug ${slug}.` } : { available: true };
    }),
  ],
  seed: ({ plant, store }) => {
    const organization = (slug: string, name: string, description: string, actor: string, hour: number) => {
      const message = { metadata: { slug, name }, spec: { description, contactEmail: `platform@${slug}.example` } };
      plant("organization", OrganizationSchema, message, { actor, at: at(6, hour) });
    };
    organization("acme", "Acme", "Rockets, anvils and the shop that sells them", people.ada, 9);
    organization("acme-labs", "Acme Labs", "Still empty", people.ada, 11);
    organization("globex", "Globex", "A competitor, whom nobody at Acme can see", people.otto, 10);
    store.grant({ principal: people.max, role: "member", kind: "organization", id: "acme" });
    store.grant({ principal: people.vera, role: "viewer", kind: "organization", id: "acme" });
  },
};
