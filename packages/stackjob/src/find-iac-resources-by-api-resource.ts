import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { defineTool, pageOf, paging, text } from "@planton-mcp/core";
import { iacResourceRow } from "./stack-job-rows.ts";

export const findIacResourcesByApiResource = defineTool({
  name: "find_iac_resources_by_api_resource",
  title: "Find a cloud resource's IaC resources",
  description: "Lists the Pulumi or Terraform resources that a cloud resource is made of now, with their cloud ids.",
  effect: "read",
  input: { api_resource_id: text("Cloud resource id"), ...paging },
  example: { api_resource_id: "k8spg_01kseed0000000000000000001" },
  keywords: ["state", "inventory"],
  rpc: StackJobQueryController.method.findIacResourcesByApiResourceId,
  request: ({ api_resource_id }) => ({ value: api_resource_id }),
  project: ({ entries }, page) => pageOf(entries.map(iacResourceRow), page),
});
