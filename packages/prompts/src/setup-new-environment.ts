import type { Guide } from "./guide.ts";

export const setupNewEnvironment: Guide = {
  name: "setup-new-environment",
  title: "Set up a new environment",
  description:
    "An environment that deployments can reach: connection, runner, promotion and flow control, first resource.",
  required: ["org"],
  optional: ["env"],
  goal: "Set up the environment {env} in organization {org} on Planton, ready for a first deployment.",
  steps: [
    {
      say: "See which environments there are, to name and order the new one like them.",
      tool: "list_environments",
      with: { org: "{org}" },
    },
    {
      say: "Check that its slug is free.",
      tool: "check_environment_slug_availability",
      with: { org: "{org}", slug: "{env}" },
      optional: true,
    },
    {
      say: "Create it, with a sentence about what it is for.",
      tool: "apply_environment",
      with: { org: "{org}", slug: "{env}", description: "<what it is for>" },
    },
    {
      say: "See which provider connection would be used there.",
      tool: "resolve_default_provider_connection",
      with: { org: "{org}", provider: "<provider>", env: "{env}" },
      optional: true,
      without: "Which provider connection is used there can't be seen on this server: tell me to check it.",
    },
    {
      say: "See which runner would run its jobs.",
      tool: "resolve_default_runner_binding",
      with: { org: "{org}" },
      optional: true,
    },
    {
      say: "See whether a promotion policy has to know of it.",
      tool: "which_promotion_policy",
      with: { selector_kind: "organization", selector_id: "{org}" },
      optional: true,
    },
    {
      say: "If so, propose where it stands in the order and who approves.",
      tool: "apply_promotion_policy",
      with: { selector_kind: "organization", selector_id: "{org}" },
      optional: true,
    },
    {
      say: "See how careful jobs in it are.",
      tool: "get_flow_control_policy",
      with: { selector_kind: "environment", selector_id: "<id of the environment>" },
      optional: true,
    },
    {
      say: "Ask me what to deploy first, and check what that needs.",
      tool: "check_stack_job_essentials",
      with: { cloud_resource_kind: "<kind>", org: "{org}", env: "{env}" },
      optional: true,
    },
    { say: "Sum up what is ready and what is missing." },
  ],
};
