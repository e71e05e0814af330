import { defineWorkflow, idOrOrgAndSlug } from "@planton-mcp/core";
import { findRunner, runnerCoordinates, runnerReads } from "./find-runner-registration.ts";

export const getRunnerRegistration = defineWorkflow({
  name: "get_runner_registration",
  title: "Get a runner",
  description: "Reads one runner registration, by id or by organization and slug. It shows no credentials.",
  effect: "read",
  input: runnerCoordinates,
  rules: [idOrOrgAndSlug],
  example: { org: "acme", slug: "acme-runner" },
  reads: runnerReads,
  run: (args, { read }) => findRunner(args, read),
});
