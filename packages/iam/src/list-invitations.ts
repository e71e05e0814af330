import { timestampDate } from "@bufbuild/protobuf/wkt";
import { UserInvitationQueryController } from "@planton-mcp/api/iam/identityaccount/v1/query";
import { type UserInvitation, UserInvitationStatusType } from "@planton-mcp/api/iam/identityaccount/v1/user_invitation";
import { defineTool, org, pageOf, paging } from "@planton-mcp/core";
import * as z from "zod";

export const listInvitations = defineTool({
  name: "list_invitations",
  title: "List invitations",
  description: "Lists the invitations to an organization that are pending, accepted or removed.",
  effect: "read",
  input: { org, status: z.enum(["pending", "accepted", "removed"]).default("pending"), ...paging },
  example: { org: "acme" },
  keywords: ["invited", "open", "members"],
  rpc: UserInvitationQueryController.method.findByOrgByStatus,
  request: ({ org, status }) => ({ org, status: UserInvitationStatusType[status] }),
  project: ({ entries }, { status, ...paging }) => ({ status, ...pageOf(entries.map(invitationRow), paging) }),
});

/** An invitation, without the token by which anybody could accept it. */
export function invitationRow({ id, org, email, iamRoles, status, statusMessage, auditInfo }: UserInvitation) {
  return {
    id,
    org,
    email,
    roles: iamRoles.map(({ spec, metadata }) => spec?.roleCode || metadata?.name || metadata?.id),
    status: UserInvitationStatusType[status],
    status_message: statusMessage || undefined,
    invited_at: auditInfo?.createdAt && timestampDate(auditInfo.createdAt).toISOString(),
  };
}
