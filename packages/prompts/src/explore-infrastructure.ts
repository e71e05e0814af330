import type { Guide } from "./guide.ts";

export const exploreInfrastructure: Guide = {
  name: "explore-infrastructure",
  title: "Explore the infrastructure",
  description: "What there is and how it is doing: organization, environments, resources, last jobs.",
  required: [],
  optional: ["org"],
  goal: "Give me an overview of what runs in organization {org} on Planton, and of what needs attention.",
  steps: [
    {
      say: "Find my organizations, and ask which one if there are several.",
      tool: "list_organizations",
      when: ({ org }) => org === undefined,
    },
    { say: "List its environments.", tool: "list_environments", with: { org: "{org}" } },
    {
      say: "See what runs in them.",
      tool: "list_cloud_resources",
      with: { org: "{org}" },
      optional: true,
      without: "Cloud resources can't be listed on this server: say so, and tell of the jobs.",
    },
    { say: "Look at the last jobs.", tool: "list_stack_jobs", with: { org: "{org}" } },
    {
      say: "Find out about those that failed and were not made good since.",
      tool: "explain_stack_job_failure",
      with: { id: "<id>" },
      optional: true,
    },
    { say: "Sum up by environment in a table: resources by kind, last job, open trouble. Change nothing." },
  ],
  facts: {
    reads: [],
    gather: async ({ org }, { catalogue, readResource }) => {
      const isThere = catalogue.resources.some(({ uri }) => uri === "environment-summary://{org}");
      return org === undefined || !isThere
        ? undefined
        : (await readResource(`environment-summary://${encodeURIComponent(org)}`)).content;
    },
  },
};
