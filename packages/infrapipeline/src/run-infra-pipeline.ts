import { InfraPipelineCommandController } from "@planton-mcp/api/infrahub/infrapipeline/v1/command";
import type { InfraProject } from "@planton-mcp/api/infrahub/infraproject/v1/api";
import { defineWorkflow, invalidArguments, text } from "@planton-mcp/core";
import { waiting } from "@planton-mcp/jobs";
import { commitSha, projectName, repositoryOf, sourceOf } from "./project-source.ts";
import { readProject, type Start, startPipeline, startReads } from "./start-pipeline.ts";

const { runGitCommit, runInfraProjectChartSourcePipeline } = InfraPipelineCommandController.method;

export const runInfraPipeline = defineWorkflow({
  name: "run_infra_pipeline",
  title: "Deploy an infra project",
  description:
    "Starts a pipeline that deploys an infra project from what it comes from, a Git commit or its infra chart, and says which and why. Each call starts another.",
  effect: "create",
  input: { infra_project_id: text("Infra project id"), commit_sha: commitSha.optional(), ...waiting },
  example: { infra_project_id: "infpj_01kseed0000000000000000001", commit_sha: "c41e77d2b8" },
  keywords: ["trigger", "rerun", "release"],
  reads: startReads,
  writes: [runGitCommit, runInfraProjectChartSourcePipeline],
  prepare: async ({ infra_project_id, commit_sha, ...wait }, context) => {
    const project = await readProject(infra_project_id, context);
    return startPipeline(startOf(project, infra_project_id, commit_sha), wait, context);
  },
});

/** Which of both pipelines it is: the project decides, and where it doesn't say, whether there is a commit. */
function startOf(project: InfraProject, id: string, sha: string | undefined): Start {
  const source = sourceOf(project);
  const name = projectName(project);
  if (source === "git" && sha === undefined) {
    throw wrongCommit(`${name} comes from Git (${repositoryOf(project)}): say which commit to deploy.`);
  }
  if (source === "chart" && sha !== undefined) {
    throw wrongCommit(`${name} comes from an infra chart, which has no commits: leave it out.`);
  }
  if (sha !== undefined) {
    const why = source === "git" ? `${name} comes from Git` : "a commit was given";
    return {
      project,
      runs: `Commit ${sha} of ${repositoryOf(project)}, because ${why}.`,
      send: (write) => write(runGitCommit, { infraProjectId: id, commitSha: sha }),
    };
  }
  const why = source === "chart" ? `${name} comes from one` : "no commit was given";
  return {
    project,
    runs: `The infra chart, because ${why}.`,
    send: (write) => write(runInfraProjectChartSourcePipeline, { value: id }),
  };
}

function wrongCommit(message: string) {
  return invalidArguments([{ argument: "commit_sha", message }]);
}
