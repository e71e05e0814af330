import { fromBinary } from "@bufbuild/protobuf";
import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { type Team, type TeamMember, TeamSchema } from "@planton-mcp/api/iam/team/v1/api";
import { TeamCommandController } from "@planton-mcp/api/iam/team/v1/command";
import { TeamQueryController } from "@planton-mcp/api/iam/team/v1/query";
import { invalid, notFound } from "../failures.ts";
import { special } from "../handler.ts";
import { emailOf, loadPrincipal, membersOf, requireSameOrganization } from "../principals.ts";
import { knownType } from "../resource-type.ts";
import { insertResource, loadRow, removeResource, replaceResource, type Writer } from "../resources.ts";
import { at, people, seedId } from "../seed.ts";
import type { Principal, Store } from "../store.ts";
import type { Domain } from "./domain.ts";

const type = knownType("team", TeamSchema);
const { create: createMethod, update, delete: deleteMethod } = TeamCommandController.method;

/** Ids of the seed's teams. */
const teams = { platform: seedId("team", 1), release: seedId("team", 2), globexOps: seedId("team", 3) };

export const teamDomain: Domain = {
  services: [TeamCommandController, TeamQueryController],
  specials: [
    special(createMethod, (context, team) => {
      completeMembers(context.store, team);
      insertResource(context, type, team);
      return withMembership(context.store, team);
    }),
    special(update, (context, team) => {
      const id = team.metadata?.id ?? "";
      if (id === "") throw notFound(type.kind, "without an id");
      const before = loadRow(context.store, type, id);
      completeMembers(context.store, team);
      replaceResource(context, type, before, team);
      return withMembership(context.store, team);
    }),
    special(deleteMethod, (context, { value }) => {
      const row = loadRow(context.store, type, value);
      for (const team of context.store.teamsOf(row)) leaveTeam(context, team, row);
      // removeResource gives back what it was handed the type of.
      return removeResource(context, type, row) as Team;
    }),
  ],
  seed: ({ plant, store }) => {
    const team = (id: string, org: string, name: string, description: string, actor: string, members: string[]) => {
      const spec = {
        description,
        members: members.map((memberId) => ({
          memberType: ApiResourceKind.identity_account,
          memberId,
          email: emailOf(store, memberId),
          name: store.find("identity_account", memberId)?.name ?? "",
        })),
      };
      plant("team", TeamSchema, { metadata: { org, name }, spec }, { id, actor, at: at(8, 9) });
      store.setMembers(id, membersOf(store, id));
    };
    team(teams.platform, "acme", "Platform", "Keeps everything running", people.ada, [people.ada, people.max]);
    team(teams.release, "acme", "Release", "Looks at what goes live next", people.ada, [people.vera]);
    team(teams.globexOps, "globex", "Operations", "Globex's own", people.otto, [people.otto]);
    const grant = { principalKind: "team", principal: teams.platform, kind: "organization", id: "acme" };
    store.grant({ ...grant, role: "viewer" });
  },
};

/** Takes a member out of a team. */
export function leaveTeam(writer: Writer, teamId: string, member: Principal): void {
  const row = loadRow(writer.store, type, teamId);
  const team = fromBinary(TeamSchema, row.data);
  const stays = ({ memberType, memberId }: TeamMember) => kindOf(memberType) !== member.kind || memberId !== member.id;
  if (team.spec !== undefined) team.spec.members = team.spec.members.filter(stays);
  replaceResource(writer, type, row, team);
  withMembership(writer.store, team);
}

/** Checks the members that a request names, leaves out who is named twice, and fills in what the server knows of them. */
function completeMembers(store: Store, { metadata, spec }: Team): void {
  if (spec === undefined) return;
  spec.members = [
    ...new Map(spec.members.map((member) => [`${member.memberType}/${member.memberId}`, member])).values(),
  ];
  for (const member of spec.members) {
    const row = loadPrincipal(store, { kind: kindOf(member.memberType), id: member.memberId });
    if (row.id === metadata?.id) throw invalid("A team cannot be a member of itself.");
    const org = store.find("team", metadata?.id ?? "")?.org ?? metadata?.org ?? "";
    requireSameOrganization(row, org);
    Object.assign(member, { name: row.name, slug: row.slug, email: row.kind === "team" ? "" : emailOf(store, row.id) });
  }
}

/** Keeps the table of members in step with a team that has been stored, and gives it back. */
function withMembership(store: Store, team: Team): Team {
  const id = team.metadata?.id ?? "";
  store.setMembers(id, membersOf(store, id));
  return team;
}

function kindOf(type: ApiResourceKind): string {
  return ApiResourceKind[type] ?? "";
}
