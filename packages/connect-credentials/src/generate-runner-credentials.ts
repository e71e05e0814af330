import { RunnerRegistrationCommandController } from "@planton-mcp/api/connect/runnerregistration/v1/command";
import { defineTool, text } from "@planton-mcp/core";
import { runnerCredentials } from "./runner-credentials.ts";

export const generateRunnerCredentials = defineTool({
  name: "generate_runner_credentials",
  title: "Generate a runner's credentials",
  description:
    "Makes the first credentials of a registered runner and shows them, API key and private key included, this one time.",
  effect: "create",
  input: { id: text("Runner registration id") },
  example: { id: "rnr_01kseed0000000000000000001" },
  reveals: "credentials",
  rpc: RunnerRegistrationCommandController.method.generateCredentials,
  request: ({ id }) => ({ value: id }),
  project: runnerCredentials,
});
