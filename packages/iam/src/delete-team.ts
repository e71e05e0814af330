import { TeamCommandController } from "@planton-mcp/api/iam/team/v1/command";
import { TeamQueryController } from "@planton-mcp/api/iam/team/v1/query";
import { defineWorkflow, targetOf, text } from "@planton-mcp/core";
import { force } from "./lock-out.ts";
import { teamAccess, teamAccessReads } from "./team-access.ts";

const { get } = TeamQueryController.method;
const { delete: remove } = TeamCommandController.method;

export const deleteTeam = defineWorkflow({
  name: "delete_team",
  title: "Delete a team",
  description: "Deletes a team; its members lose all that they may do only by it.",
  effect: "destroy",
  input: { id: text("Team id"), force },
  example: { id: "team_01kseed0000000000000000001" },
  keywords: ["group", "remove"],
  reads: [get, ...teamAccessReads],
  writes: [remove],
  prepare: async ({ id, force }, context) => {
    const team = await context.read(get, { value: id });
    const target = targetOf(remove, team);
    const request = context.check(remove, { value: target.id });
    const change = { id: target.id, org: target.org ?? "", members: undefined, force };
    const { warnings, version } = await teamAccess(change, context.read);
    const count = team.spec?.members.length ?? 0;
    return {
      target: { ...target, version: `${target.version} ${version}` },
      warnings: [`It has ${count} ${count === 1 ? "member" : "members"}.`, ...warnings],
      commit: (write) => write(remove, request),
    };
  },
});
