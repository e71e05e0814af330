import { EnvironmentSchema } from "@planton-mcp/api/resourcemanager/environment/v1/api";
import { EnvironmentCommandController } from "@planton-mcp/api/resourcemanager/environment/v1/command";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { special } from "../handler.ts";
import { at, people, seedId } from "../seed.ts";
import type { Domain } from "./domain.ts";

/** Ids of the seed's environments. */
export const environments = {
  dev: seedId("env", 1),
  staging: seedId("env", 2),
  prod: seedId("env", 3),
  globexProd: seedId("env", 4),
} as const;

export const environmentDomain: Domain = {
  services: [EnvironmentCommandController, EnvironmentQueryController],
  specials: [
    special(EnvironmentQueryController.method.checkSlugAvailability, ({ store }, { org, slug }) => ({
      isAvailable: store.findInScope("environment", org, slug) === undefined,
    })),
  ],
  seed: ({ plant }) => {
    const environment = (id: string, org: string, slug: string, description: string, actor: string, hour: number) => {
      const message = { metadata: { org, slug, name: slug }, spec: { description } };
      plant("environment", EnvironmentSchema, message, { id, actor, at: at(7, hour) });
    };
    environment(environments.dev, "acme", "dev", "Where everyone tries things out", people.ada, 9);
    environment(environments.staging, "acme", "staging", "What goes live next", people.ada, 10);
    environment(environments.prod, "acme", "prod", "What customers use", people.ada, 11);
    environment(environments.globexProd, "globex", "prod", "Globex's only environment", people.otto, 12);
  },
};
