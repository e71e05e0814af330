import type { InfraProject } from "@planton-mcp/api/infrahub/infraproject/v1/api";
import { InfraProjectSource } from "@planton-mcp/api/infrahub/infraproject/v1/spec";
import { invalidArguments } from "@planton-mcp/core";
import * as z from "zod";

/** What a project is made from; nothing where it doesn't say. */
export function sourceOf({ spec }: InfraProject): "git" | "chart" | undefined {
  if (spec?.source === InfraProjectSource.git_repo) return "git";
  return spec?.source === InfraProjectSource.infra_chart ? "chart" : undefined;
}

/** How people call a project. */
export function projectName({ metadata }: InfraProject): string {
  return metadata?.slug || metadata?.id || "the project";
}

/** `acme/platform` */
export function repositoryOf({ spec }: InfraProject): string {
  const repo = spec?.gitRepoSource?.gitRepo;
  return [repo?.ownerName, repo?.name].filter(Boolean).join("/") || "its Git repository";
}

export const commitSha = z
  .string()
  .refine(
    (sha) => /^[0-9a-f]{7,64}$/i.test(sha),
    "A commit's hash has 7 to 64 hexadecimal digits. A branch or tag is none.",
  )
  .describe("Hash of the Git commit");

/** Refuses a project that is made from the other source, before anything is sent. */
export function requireSource(project: InfraProject, wanted: "git" | "chart"): void {
  const source = sourceOf(project);
  if (source === undefined || source === wanted) return;
  const message =
    source === "git"
      ? `${projectName(project)} comes from Git (${repositoryOf(project)}): use run_infrapipeline_git_commit with a commit.`
      : `${projectName(project)} comes from an infra chart: use run_infrapipeline_chart_source.`;
  throw invalidArguments([{ argument: "infra_project_id", message }]);
}
