import { definePlugin } from "@planton-mcp/core";
import { cancelStackJob } from "./cancel-stack-job.ts";
import { checkStackJobEssentials } from "./check-stack-job-essentials.ts";
import { explainStackJobFailure } from "./explain-stack-job-failure.ts";
import { findIacResourcesByApiResource } from "./find-iac-resources-by-api-resource.ts";
import { findIacResourcesByStackJob } from "./find-iac-resources-by-stack-job.ts";
import { findServiceStackJobsByEnv } from "./find-service-stack-jobs-by-env.ts";
import { getErrorResolutionRecommendation } from "./get-error-resolution-recommendation.ts";
import { getLastStackJobByCloudResource } from "./get-last-stack-job-by-cloud-resource.ts";
import { getStackJob } from "./get-stack-job.ts";
import { getStackJobInput } from "./get-stack-job-input.ts";
import { listStackJobs } from "./list-stack-jobs.ts";
import { rerunStackJob } from "./rerun-stack-job.ts";
import { resumeStackJob } from "./resume-stack-job.ts";
import { watchStackJob } from "./watch-stack-job.ts";

export const plugin = definePlugin({
  name: "stackjob",
  title: "Stack jobs",
  description: "The runs of Pulumi or Terraform by which cloud resources are deployed, changed and destroyed.",
  tools: [
    cancelStackJob,
    checkStackJobEssentials,
    explainStackJobFailure,
    findIacResourcesByApiResource,
    findIacResourcesByStackJob,
    findServiceStackJobsByEnv,
    getErrorResolutionRecommendation,
    getLastStackJobByCloudResource,
    getStackJob,
    getStackJobInput,
    listStackJobs,
    rerunStackJob,
    resumeStackJob,
    watchStackJob,
  ],
});
