import { EnvironmentCommandController } from "@planton-mcp/api/resourcemanager/environment/v1/command";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { defineApply, findOrAbsent, idOrOrgAndSlug, newSlug, text } from "@planton-mcp/core";
import * as z from "zod";
import { environmentCoordinates, environmentReads, findEnvironment } from "./find-environment.ts";

const { checkSlugAvailability } = EnvironmentQueryController.method;

export const applyEnvironment = defineApply({
  name: "apply_environment",
  title: "Create or update an environment",
  description:
    "Changes the given fields of an environment and leaves the rest; by org and slug it creates one that is not there. Answers with what changed.",
  input: environmentCoordinates,
  rules: [idOrOrgAndSlug],
  example: { org: "acme", slug: "dev", description: "For trying things" },
  formerly: ["create_environment", "update_environment"],
  fields: {
    name: text("Display name"),
    description: z.string().describe("What it is for"),
  },
  clearable: ["description"],
  reads: [...environmentReads, checkSlugAvailability],
  find: async (args, read) => {
    const { id, org = "", slug = "" } = args;
    if (id !== undefined) return findEnvironment(args, read);
    const isFree = async () => (await read(checkSlugAvailability, { org, slug })).isAvailable;
    return findOrAbsent(findEnvironment(args, read), isFree);
  },
  start: ({ org = "", slug = "" }) => ({ metadata: { org, slug: newSlug(slug), name: slug } }),
  patch: ({ name, description }) => ({ metadata: { name }, spec: { description } }),
  rpc: EnvironmentCommandController.method.apply,
});
