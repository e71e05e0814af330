import { TeamQueryController } from "@planton-mcp/api/iam/team/v1/query";
import { defineTool, text, wholeResource } from "@planton-mcp/core";

export const getTeam = defineTool({
  name: "get_team",
  title: "Get a team",
  description: "Reads one team with its members.",
  effect: "read",
  input: { id: text("Team id") },
  example: { id: "team_01kseed0000000000000000001" },
  keywords: ["group", "members"],
  rpc: TeamQueryController.method.get,
  request: ({ id }) => ({ value: id }),
  project: wholeResource,
});
