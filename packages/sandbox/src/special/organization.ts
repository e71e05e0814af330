import { create } from "@bufbuild/protobuf";
import { OrganizationSchema } from "@planton-mcp/api/resourcemanager/organization/v1/api";
import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import { special } from "../handler.ts";
import { violationsOf } from "../validate.ts";

export const organizationSpecials = [
  special(OrganizationQueryController.method.checkSlugAvailability, ({ store }, { slug }) => {
    const organization = create(OrganizationSchema, { metadata: { slug } });
    const broken = violationsOf(OrganizationSchema, organization).filter(({ ruleId }) => /slug/.test(ruleId));
    if (broken.length > 0) return { reason: "invalid", message: broken.map(String).join("; ") };
    const isTaken = store.find("organization", slug) !== undefined;
    return isTaken ? { reason: "taken", message: `Another organization has the slug ${slug}.` } : { available: true };
  }),
];
