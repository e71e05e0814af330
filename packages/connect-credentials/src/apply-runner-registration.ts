import { RunnerRegistrationCommandController } from "@planton-mcp/api/connect/runnerregistration/v1/command";
import { defineApply, findOrAbsent, idOrOrgAndSlug, newSlug, text } from "@planton-mcp/core";
import { findRunner, ownedBy, runnerCoordinates, runnerReads } from "./find-runner-registration.ts";

export const applyRunnerRegistration = defineApply({
  name: "apply_runner_registration",
  title: "Register or update a runner",
  description:
    "Renames a runner; by org and slug it registers one that is not there, which then needs generate_runner_credentials.",
  input: runnerCoordinates,
  rules: [idOrOrgAndSlug],
  example: { org: "acme", slug: "acme-runner", name: "Acme's first runner" },
  fields: {
    name: text("Display name"),
  },
  clearable: [],
  reads: runnerReads,
  find: (args, read) => (args.id === undefined ? findOrAbsent(findRunner(args, read)) : findRunner(args, read)),
  start: ({ org = "", slug = "" }) => ({
    metadata: { org, slug: newSlug(slug), name: slug },
    spec: { selector: ownedBy(org) },
  }),
  patch: ({ name }) => ({ metadata: { name } }),
  rpc: RunnerRegistrationCommandController.method.apply,
});
