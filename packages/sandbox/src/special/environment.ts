import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { special } from "../handler.ts";

export const environmentSpecials = [
  special(EnvironmentQueryController.method.checkSlugAvailability, ({ store }, { org, slug }) => ({
    isAvailable: store.findInScope("environment", org, slug) === undefined,
  })),
];
