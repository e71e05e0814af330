import { InfraPipelineCommandController } from "@planton-mcp/api/infrahub/infrapipeline/v1/command";
import { defineWorkflow, text } from "@planton-mcp/core";
import { waiting } from "@planton-mcp/jobs";
import { commitSha, requireSource } from "./project-source.ts";
import { readProject, startPipeline, startReads } from "./start-pipeline.ts";

const { runGitCommit } = InfraPipelineCommandController.method;

export const runInfrapipelineGitCommit = defineWorkflow({
  name: "run_infrapipeline_git_commit",
  title: "Deploy a Git commit of an infra project",
  description:
    "Starts an infra pipeline that deploys one commit of an infra project that comes from Git. Each call starts another.",
  effect: "create",
  input: { infra_project_id: text("Infra project id"), commit_sha: commitSha, ...waiting },
  example: { infra_project_id: "infpj_01kseed0000000000000000001", commit_sha: "c41e77d2b8" },
  keywords: ["trigger", "rerun", "rollback", "release"],
  reads: startReads,
  writes: [runGitCommit],
  prepare: async ({ infra_project_id, commit_sha, ...wait }, context) => {
    const project = await readProject(infra_project_id, context);
    requireSource(project, "git");
    const send = { infraProjectId: infra_project_id, commitSha: commit_sha };
    return startPipeline({ project, send: (write) => write(runGitCommit, send) }, wait, context);
  },
});
