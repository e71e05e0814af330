import { UserInvitationCommandController } from "@planton-mcp/api/iam/identityaccount/v1/command";
import { defineWorkflow, invalidArguments, org, text } from "@planton-mcp/core";
import * as z from "zod";
import { invitationRow } from "./list-invitations.ts";
import { roleReads, rolesNamed } from "./roles.ts";

const { create } = UserInvitationCommandController.method;

export const inviteMember = defineWorkflow({
  name: "invite_member",
  title: "Invite a member",
  description:
    "Invites somebody by e-mail to an organization, with the roles that they get once they accept. For people who are in it already use grant_access.",
  effect: "create",
  input: {
    org,
    email: text("Whom to invite"),
    iam_role_ids: z.array(z.string().min(1)).min(1).describe("Role codes like member, or role ids"),
  },
  example: { org: "acme", email: "someone@acme.example", iam_role_ids: ["member"] },
  keywords: ["add", "user", "onboard", "join", "teammate"],
  reads: roleReads,
  writes: [create],
  prepare: async ({ org, email, iam_role_ids }, context) => {
    if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) {
      throw invalidArguments([{ argument: "email", message: `"${email}" is no e-mail address.` }]);
    }
    const question = { resourceKind: "organization", principalType: "identity_account", argument: "iam_role_ids" };
    const roles = await rolesNamed(iam_role_ids, question, context.read);
    const iamRoleIds = roles.map(({ metadata }, index) => metadata?.id ?? iam_role_ids[index] ?? "");
    const request = context.check(create, { org, email, iamRoleIds });
    return { commit: async (write) => ({ outcome: "invited", ...invitationRow(await write(create, request)) }) };
  },
});
