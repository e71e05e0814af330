import type { Guide } from "./guide.ts";

export const onboardTeammate: Guide = {
  name: "onboard-teammate",
  title: "Onboard a teammate",
  description: "Brings somebody into an organization: invitation, team, roles, and a check that they can work.",
  required: ["org", "email"],
  optional: [],
  goal: "Bring {email} into organization {org} on Planton, with no more access than they need.",
  steps: [
    {
      say: "See whether they have an account already.",
      tool: "get_identity_account",
      with: { email: "{email}" },
      optional: true,
    },
    { say: "See whether they have been invited.", tool: "list_invitations", with: { org: "{org}" } },
    {
      say: "See which roles there are, and ask me what they are to do.",
      tool: "list_iam_roles",
      with: { resource_kind: "organization", principal_type: "identity_account" },
    },
    {
      say: "Invite them with the smallest role that does.",
      tool: "invite_member",
      with: { org: "{org}", email: "{email}", iam_role_ids: ["<role id>"] },
    },
    {
      say: "Once they have accepted, see which team fits.",
      tool: "list_teams",
      with: { org: "{org}" },
      optional: true,
    },
    {
      say: "Put them into it.",
      tool: "apply_team",
      with: { id: "<team id>" },
      optional: true,
      without: "Teams can't be changed on this server: tell me which one fits.",
    },
    {
      say: "Check that they may do what they are to do, and no more.",
      tool: "check_authorization",
      with: {
        principal_kind: "identity_account",
        principal_id: "<id>",
        resource_kind: "organization",
        resource_id: "{org}",
        relation: "<permission>",
      },
      optional: true,
    },
    { say: "Write me two sentences that I can send them: what they have access to, and where to begin." },
  ],
};
