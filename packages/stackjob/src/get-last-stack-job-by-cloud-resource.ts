import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { defineTool, text, wholeResource } from "@planton-mcp/core";

export const getLastStackJobByCloudResource = defineTool({
  name: "get_last_stack_job_by_cloud_resource",
  title: "Get a cloud resource's last stack job",
  description: "Reads the newest stack job of a cloud resource, whatever its state.",
  effect: "read",
  input: { cloud_resource_id: text("Cloud resource id") },
  example: { cloud_resource_id: "k8spg_01kseed0000000000000000001" },
  formerly: ["get_latest_stack_job"],
  keywords: ["deployment", "latest"],
  rpc: StackJobQueryController.method.getLastStackJobByCloudResourceId,
  request: ({ cloud_resource_id }) => ({ value: cloud_resource_id }),
  project: wholeResource,
});
