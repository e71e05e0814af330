import { ServiceAccountCommandController } from "@planton-mcp/api/iam/serviceaccount/v1/command";
import { ServiceAccountQueryController } from "@planton-mcp/api/iam/serviceaccount/v1/query";
import { defineApply, text } from "@planton-mcp/core";
import * as z from "zod";

const { get } = ServiceAccountQueryController.method;

export const updateServiceAccount = defineApply({
  name: "update_service_account",
  title: "Update a service account",
  description: "Changes the given fields of a service account and leaves the rest. Answers with what changed.",
  input: { id: text("Service account id") },
  example: { id: "sa_01kseed0000000000000000001", description: "Deploys the shop" },
  keywords: ["machine", "bot", "rename"],
  fields: { display_name: text("Display name"), description: z.string().describe("What it is for") },
  clearable: ["description"],
  reads: [get],
  // One that is not there is not made: its look-up fails.
  find: ({ id }, read) => read(get, { value: id }),
  start: () => ({}),
  patch: ({ display_name, description }) => ({ spec: { displayName: display_name, description } }),
  rpc: ServiceAccountCommandController.method.update,
});
