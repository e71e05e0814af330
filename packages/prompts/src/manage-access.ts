import type { Guide } from "./guide.ts";

export const manageAccess: Guide = {
  name: "manage-access",
  title: "Manage access",
  description: "Who has what in an organization, and how to give or take it: people, teams, service accounts, roles.",
  required: ["org"],
  optional: [],
  goal: "Show me who may do what in organization {org} on Planton, and change it as I say.",
  steps: [
    { say: "Find out what I may do myself.", tool: "whoami" },
    {
      say: "List the people who have access, then the same for team and service_account.",
      tool: "list_principals",
      with: { org: "{org}", principal_kind: "identity_account" },
    },
    {
      say: "See which grants there are.",
      tool: "list_resource_policies",
      with: { resource_kind: "organization", resource_id: "{org}" },
    },
    {
      say: "See which roles there are to give.",
      tool: "list_iam_roles",
      with: { resource_kind: "organization", principal_type: "identity_account" },
    },
    {
      say: "Show me a table: who, role, on what, by which team. Point out owners and who has more than they seem to need. Then ask what to change.",
    },
    {
      say: "To give a role:",
      tool: "grant_access",
      with: {
        principal_kind: "<kind>",
        principal_id: "<id>",
        resource_kind: "organization",
        resource_id: "{org}",
        relation: "<role>",
      },
      optional: true,
      without: "Roles can't be given on this server: say so.",
    },
    {
      say: "To take a role:",
      tool: "revoke_access",
      with: {
        principal_kind: "<kind>",
        principal_id: "<id>",
        resource_kind: "organization",
        resource_id: "{org}",
        relation: "<role>",
      },
      optional: true,
      without: "Roles can't be taken on this server: say so.",
    },
    {
      say: "Check that it is as I wanted.",
      tool: "check_authorization",
      with: {
        principal_kind: "<kind>",
        principal_id: "<id>",
        resource_kind: "organization",
        resource_id: "{org}",
        relation: "<permission>",
      },
    },
  ],
};
