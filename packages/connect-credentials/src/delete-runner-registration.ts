import { DefaultRunnerBindingQueryController } from "@planton-mcp/api/connect/defaultrunnerbinding/v1/query";
import { RunnerRegistrationCommandController } from "@planton-mcp/api/connect/runnerregistration/v1/command";
import { defineWorkflow, findOrAbsent, idOrOrgAndSlug, targetOf } from "@planton-mcp/core";
import { findRunner, runnerCoordinates, runnerReads } from "./find-runner-registration.ts";

const remove = RunnerRegistrationCommandController.method.delete;
const { resolve } = DefaultRunnerBindingQueryController.method;

export const deleteRunnerRegistration = defineWorkflow({
  name: "delete_runner_registration",
  title: "Delete a runner",
  description: "Deletes a runner registration with its credentials: the runner can't connect any more.",
  effect: "destroy",
  input: runnerCoordinates,
  rules: [idOrOrgAndSlug],
  example: { org: "acme", slug: "acme-runner" },
  keywords: ["deregister"],
  reads: [...runnerReads, resolve],
  writes: [remove],
  prepare: async (args, { read }) => {
    const found = await findRunner(args, read);
    const { org = "", slug = "" } = found.metadata ?? {};
    const target = targetOf(remove, found);
    const binding = org === "" ? undefined : await findOrAbsent(read(resolve, { org }));
    const isDefault = binding?.spec?.runner === slug;
    return {
      // Whether jobs go to it is part of what a person decides about.
      target: { ...target, version: `${target.version} ${isDefault}` },
      warnings: [
        "A runner that is connected with its credentials is cut off, and the jobs that it is carrying out with it.",
        ...(isDefault
          ? [`It is the default runner of ${org}. Set another one first, with apply_default_runner_binding.`]
          : []),
      ],
      commit: (write) => write(remove, { value: target.id }),
    };
  },
});
