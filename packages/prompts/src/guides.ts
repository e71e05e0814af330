import { debugFailedStackJob } from "./debug-failed-stack-job.ts";
import { deployCloudResource } from "./deploy-cloud-resource.ts";
import { exploreInfrastructure } from "./explore-infrastructure.ts";
import type { Guide } from "./guide.ts";
import { manageAccess } from "./manage-access.ts";
import { onboardTeammate } from "./onboard-teammate.ts";
import { setupNewEnvironment } from "./setup-new-environment.ts";

/** Every prompt, as data. */
export const guides: readonly Guide[] = [
  debugFailedStackJob,
  deployCloudResource,
  exploreInfrastructure,
  manageAccess,
  onboardTeammate,
  setupNewEnvironment,
];
