import { RunnerRegistrationCommandController } from "@planton-mcp/api/connect/runnerregistration/v1/command";
import { RunnerRegistrationQueryController } from "@planton-mcp/api/connect/runnerregistration/v1/query";
import { defineWorkflow, targetOf, text } from "@planton-mcp/core";
import { runnerCredentials } from "./runner-credentials.ts";

const { regenerateCredentials } = RunnerRegistrationCommandController.method;
const { get } = RunnerRegistrationQueryController.method;

export const regenerateRunnerCredentials = defineWorkflow({
  name: "regenerate_runner_credentials",
  title: "Replace a runner's credentials",
  description:
    "Makes new credentials for a runner, shows them this one time, and voids the ones before: a running runner is cut off until it has the new ones.",
  effect: "destroy",
  input: { id: text("Runner registration id") },
  example: { id: "rnr_01kseed0000000000000000001" },
  keywords: ["rotate", "renew"],
  reveals: "credentials",
  reads: [get],
  writes: [regenerateCredentials],
  prepare: async ({ id }, { read }) => {
    const runner = await read(get, { value: id });
    const target = targetOf(get, runner);
    const { seconds = 0n, nanos = 0 } = runner.status?.audit?.specAudit?.updatedAt ?? {};
    return {
      // Its stamp may be all of a runner that new credentials move.
      target: { ...target, version: `${target.version} ${seconds}.${nanos}` },
      warnings: [
        "The credentials that the runner has now stop working at once. It is cut off, and the jobs that it is carrying out with it, until it is started again with the new ones.",
        "The new ones are shown this one time only, in this conversation.",
      ],
      commit: async (write) => runnerCredentials(await write(regenerateCredentials, { value: target.id })),
    };
  },
});
