import { clone, create as make } from "@bufbuild/protobuf";
import { type Team, TeamMemberSchema, TeamSchema, TeamSpecSchema } from "@planton-mcp/api/iam/team/v1/api";
import { TeamCommandController } from "@planton-mcp/api/iam/team/v1/command";
import { TeamQueryController } from "@planton-mcp/api/iam/team/v1/query";
import { type Change, defineWorkflow, org, targetOf, text } from "@planton-mcp/core";
import * as z from "zod";
import { principalReads } from "./find-principal.ts";
import { force } from "./lock-out.ts";
import { teamAccess, teamAccessReads } from "./team-access.ts";
import { type Member, memberChanges, membersAfter } from "./team-members.ts";

const { get } = TeamQueryController.method;
const { create, update } = TeamCommandController.method;

const people = (description: string) => z.array(z.string().min(1)).describe(description).optional();

export const applyTeam = defineWorkflow({
  name: "apply_team",
  title: "Create or update a team",
  description:
    "Changes what is given of a team, by id, and leaves the rest; by org and name creates one. Members are account ids, e-mail addresses or team ids.",
  effect: "authorize",
  input: {
    id: text("Team id").optional(),
    org: org.optional(),
    name: text("Name").optional(),
    description: z.string().describe("What it is for").optional(),
    add_members: people("Others stay"),
    remove_members: people("Others stay"),
    members: people("All of them, replaces the list"),
    force,
  },
  rules: [
    ({ id, org, name }) => {
      if (id === undefined && org === undefined)
        return { argument: "id", message: "Give id, or org and name of a new one." };
      if (id === undefined && name === undefined) return { argument: "name", message: "A new team needs a name." };
      return id !== undefined && org !== undefined
        ? { argument: "org", message: "A team stays in its organization: give id alone." }
        : undefined;
    },
    ({ members, add_members, remove_members }) =>
      members !== undefined && (add_members !== undefined || remove_members !== undefined)
        ? { argument: "members", message: "Give either all members, or those to add and to remove." }
        : undefined,
  ],
  example: { id: "team_01kseed0000000000000000001", add_members: ["vera@acme.example"] },
  formerly: ["create_team", "update_team"],
  keywords: ["group", "membership", "user", "person"],
  undo: "The same call with the former values, which the plan and the answer show, restores them.",
  reads: [get, ...principalReads, ...teamAccessReads],
  writes: [create, update],
  prepare: async (args, context) => {
    const { read } = context;
    const before = args.id === undefined ? undefined : await read(get, { value: args.id });
    const { name, description, org: newOrg = "" } = args;
    const known = before ?? make(TeamSchema, { metadata: { org: newOrg }, spec: {} });
    const orgId = known.metadata?.org ?? "";
    const members = await membersAfter(args, known.spec?.members ?? [], orgId, read);
    const after = changed(known, { name, description, members });
    const changes = [...textChanges(known, after), ...memberChanges(known.spec?.members ?? [], members)];
    const method = before === undefined ? create : update;
    const request = context.check(method, after);
    const target = targetOf(method, before ?? after);
    const isAccessChanged = before !== undefined && changes.some(({ field }) => field === "spec.members");
    const ids = members.map(({ memberId }) => memberId);
    const change = { id: target.id, org: orgId, members: ids, force: args.force };
    const access = isAccessChanged ? await teamAccess(change, read) : { warnings: [], version: "" };
    return {
      target: { ...target, version: `${target.version} ${access.version}`.trim() },
      changes,
      warnings: access.warnings,
      commit: async (write) => {
        if (before === undefined) return { outcome: "created", resource: await write(create, request) };
        if (changes.length === 0) return { outcome: "unchanged", resource: before };
        return { outcome: "updated", changes, resource: await write(update, request) };
      },
    };
  },
});

/** A team with other values, everything else as it was. */
function changed(
  team: Team,
  values: { name: string | undefined; description: string | undefined; members: readonly Member[] },
): Team {
  const after = clone(TeamSchema, team);
  const spec = after.spec ?? make(TeamSpecSchema);
  spec.description = values.description ?? spec.description;
  spec.members = values.members.map((member) => make(TeamMemberSchema, member));
  after.spec = spec;
  if (after.metadata !== undefined) after.metadata.name = values.name ?? after.metadata.name;
  return after;
}

function textChanges(before: Team, after: Team): readonly Change[] {
  const texts = [
    ["metadata.name", before.metadata?.name, after.metadata?.name],
    ["spec.description", before.spec?.description, after.spec?.description],
  ] as const;
  return texts.flatMap(([field, from, to]) =>
    from === to ? [] : [{ field, from: from || undefined, to: to || undefined }],
  );
}
