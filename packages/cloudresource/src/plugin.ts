import { definePlugin } from "@planton-mcp/core";
import { applyCloudResource } from "./apply-cloud-resource.ts";
import { checkCloudResourceSlugAvailability } from "./check-cloud-resource-slug-availability.ts";
import { cleanupCloudResource } from "./cleanup-cloud-resource.ts";
import { cloudResourceKinds } from "./cloud-resource-kinds.ts";
import { cloudResourceSchema } from "./cloud-resource-schema.ts";
import { deleteCloudResource } from "./delete-cloud-resource.ts";
import { destroyCloudResource } from "./destroy-cloud-resource.ts";
import { getCloudResource } from "./get-cloud-resource.ts";
import { getEnvVarMap } from "./get-env-var-map.ts";
import { listCloudResourceLocks } from "./list-cloud-resource-locks.ts";
import { listCloudResources } from "./list-cloud-resources.ts";
import { purgeCloudResource } from "./purge-cloud-resource.ts";
import { removeCloudResourceLocks } from "./remove-cloud-resource-locks.ts";
import { renameCloudResource } from "./rename-cloud-resource.ts";
import { resolveValueReferences } from "./resolve-value-references.ts";

export const plugin = definePlugin({
  name: "cloudresource",
  title: "Cloud resources",
  description:
    "What an organization deploys in its environments, of 362 kinds: networks, clusters, databases, services.",
  tools: [
    applyCloudResource,
    checkCloudResourceSlugAvailability,
    cleanupCloudResource,
    deleteCloudResource,
    destroyCloudResource,
    getCloudResource,
    getEnvVarMap,
    listCloudResourceLocks,
    listCloudResources,
    purgeCloudResource,
    removeCloudResourceLocks,
    renameCloudResource,
    resolveValueReferences,
  ],
  resources: [cloudResourceKinds, cloudResourceSchema],
});
