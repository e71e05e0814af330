import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { defineTool, text } from "@planton-mcp/core";
import { stackJobRow } from "./stack-job-rows.ts";

export const findServiceStackJobsByEnv = defineTool({
  name: "find_service_stack_jobs_by_env",
  title: "Find a service's stack jobs",
  description:
    "Answers for a service, not for an environment: its last stack job in each environment, or in one of them.",
  effect: "read",
  input: { service_id: text("Service id"), env: text("Only this environment").optional() },
  example: { service_id: "svc_01kseed0000000000000000001" },
  keywords: ["deployed", "where"],
  rpc: StackJobQueryController.method.findServiceStackJobsByEnv,
  request: ({ service_id }) => ({ value: service_id }),
  project: ({ entries }, { env }) => ({
    environments: Object.keys(entries).sort(),
    entries: Object.entries(entries)
      .filter(([name]) => env === undefined || name === env)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, job]) => ({ ...stackJobRow(job), env: name })),
  }),
});
