import { InfraProjectQueryController } from "@planton-mcp/api/infrahub/infraproject/v1/query";
import { unserved } from "../handler.ts";
import type { Domain } from "./domain.ts";

const { find, getByOrgBySlug } = InfraProjectQueryController.method;

/** Read by id, as whoever runs a project's pipeline does. The projects themselves belong to the story of `work.ts`. */
export const infraProjectDomain: Domain = {
  services: [InfraProjectQueryController],
  specials: unserved(find, getByOrgBySlug),
};
