import { ServiceAccountCommandController } from "@planton-mcp/api/iam/serviceaccount/v1/command";
import { defineTool, org, text } from "@planton-mcp/core";
import * as z from "zod";

export const createServiceAccount = defineTool({
  name: "create_service_account",
  title: "Create a service account",
  description:
    "Makes an identity for a program. It may do nothing until grant_access gives it a role, and needs a key of create_service_account_key.",
  effect: "create",
  input: { org, display_name: text("Display name"), description: z.string().default("").describe("What it is for") },
  example: { org: "acme", display_name: "Reporter" },
  keywords: ["machine", "bot", "robot", "automation", "ci"],
  rpc: ServiceAccountCommandController.method.create,
  request: ({ org, display_name, description }) => ({
    metadata: { org, name: display_name },
    spec: { displayName: display_name, description },
  }),
  project: (resource) => ({ outcome: "created", resource }),
});
