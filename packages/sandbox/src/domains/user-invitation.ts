import { randomBytes } from "node:crypto";
import { create, fromBinary, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { UserInvitationCommandController } from "@planton-mcp/api/iam/identityaccount/v1/command";
import { UserInvitationQueryController } from "@planton-mcp/api/iam/identityaccount/v1/query";
import {
  type UserInvitation,
  UserInvitationSchema,
  UserInvitationStatusType,
} from "@planton-mcp/api/iam/identityaccount/v1/user_invitation";
import { alreadyExists, invalid } from "../failures.ts";
import { special } from "../handler.ts";
import { newId } from "../ids.ts";
import { emailOf } from "../principals.ts";
import type { Writer } from "../resources.ts";
import { at, people, seedId } from "../seed.ts";
import type { Domain } from "./domain.ts";
import { findRole, roleOf } from "./iam-role.ts";

const { pending } = UserInvitationStatusType;

export const userInvitationDomain: Domain = {
  services: [UserInvitationCommandController, UserInvitationQueryController],
  specials: [
    special(UserInvitationCommandController.method.create, (context, { org, email, iamRoleIds }) => {
      const { store } = context;
      if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) throw invalid(`email is an e-mail address, not "${email}".`);
      if (iamRoleIds.length === 0) throw invalid("iam_role_ids is empty.");
      const iamRoles = iamRoleIds.map((id) => {
        const role = findRole(id);
        const { resourceKind, principalType } = role?.spec ?? {};
        if (role === undefined || resourceKind !== "organization" || principalType !== "identity_account") {
          throw invalid(`iam_role_ids: ${id} is no role of people in an organization.`);
        }
        return role;
      });
      const hasAccess = store
        .grantsOn("organization", org)
        .some(({ principal }) => emailOf(store, principal) === email);
      if (hasAccess) throw alreadyExists(`${email} already has access to organization ${org}.`);
      if (store.isInvited(org, email, pending)) throw alreadyExists(`${email} has already been invited to ${org}.`);
      return invite(context, newId("inv", context.at), { org, email, iamRoles });
    }),
    special(UserInvitationQueryController.method.findByOrgByStatus, ({ store }, { org, status }) => ({
      entries: store.invitations(org, status).map((data) => fromBinary(UserInvitationSchema, data)),
    })),
  ],
  seed: ({ store }) => {
    const member = roleOf("member", "organization", "identity_account");
    invite({ store, actor: people.ada, at: at(11, 9) }, seedId("inv", 1), {
      org: "acme",
      email: "newcomer@acme.example",
      iamRoles: member === undefined ? [] : [member],
    });
  },
};

/** Stores an invitation. No letter is sent, and nothing accepts it. */
function invite(
  { store, actor, at }: Writer,
  id: string,
  wanted: Pick<MessageInitShape<typeof UserInvitationSchema>, "iamRoles"> & {
    readonly org: string;
    readonly email: string;
  },
): UserInvitation {
  const token = randomBytes(24).toString("base64url");
  const invitation = create(UserInvitationSchema, {
    id,
    ...wanted,
    token,
    invitationUrl: `https://sandbox.planton.example/invitations/${token}`,
    status: pending,
    auditInfo: { createdBy: { id: actor }, createdAt: timestampFromDate(at), event: "created" },
  });
  const { org, email } = wanted;
  store.invite({ id, org, email, status: pending, data: toBinary(UserInvitationSchema, invitation) });
  return invitation;
}
