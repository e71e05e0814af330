import { findKind, nearestKinds } from "@planton-mcp/kinds";
import type { Guide } from "./guide.ts";

export const deployCloudResource: Guide = {
  name: "deploy-cloud-resource",
  title: "Deploy a cloud resource",
  description:
    "From a wish to a running resource: kind, schema, presets, prerequisites, apply, and the job to its end.",
  required: [],
  optional: ["kind", "org", "env"],
  goal: "Deploy a {kind} into environment {env} of organization {org} on Planton.",
  steps: [
    { say: "Find my organizations.", tool: "list_organizations", when: ({ org }) => org === undefined },
    {
      say: "Find its environments.",
      tool: "list_environments",
      with: { org: "{org}" },
      when: ({ env }) => env === undefined,
    },
    {
      say: "Choose the kind by what I want.",
      tool: "read_reference",
      with: { uri: "cloud-resource-kinds://catalog" },
      when: ({ kind }) => kind === undefined,
    },
    {
      say: "Read the kind's schema and example.",
      tool: "read_reference",
      with: { uri: "cloud-resource-schema://{kind}" },
    },
    { say: "Look for a preset to start from.", tool: "read_reference", with: { uri: "cloud-object-presets://{kind}" } },
    {
      say: "Check that everything a job needs is there: connection, runner, module.",
      tool: "check_stack_job_essentials",
      with: { cloud_resource_kind: "{kind}", org: "{org}", env: "{env}" },
      optional: true,
    },
    {
      say: "Choose a slug that is free.",
      tool: "check_cloud_resource_slug_availability",
      with: { org: "{org}", env: "{env}", kind: "{kind}", slug: "<slug>" },
      optional: true,
    },
    { say: "Write the manifest, show it to me, and wait for my yes." },
    { say: "Apply it.", tool: "apply_cloud_resource", with: { manifest: { kind: "{kind}" } } },
    { say: "Follow the job that this started to its end.", tool: "watch_stack_job", with: { id: "<stack job id>" } },
    {
      say: "If it failed, have it explained, and propose a correction.",
      tool: "explain_stack_job_failure",
      with: { id: "<stack job id>" },
      optional: true,
    },
  ],
  facts: {
    reads: [],
    gather: async ({ kind }) => {
      if (kind === undefined) return undefined;
      const facts = findKind(kind);
      if (facts !== undefined) return { kind: facts.kind, provider: facts.provider, api_version: facts.apiVersion };
      return { not_known: `There is no kind ${kind}.`, nearest: nearestKinds(kind).map((near) => near.kind) };
    },
  },
};
