import {
  WorkflowExecutionResultSchema,
  WorkflowExecutionStatusSchema,
} from "@planton-mcp/api/commons/workflow/workflow";
import { StackJobOperationTypeSchema } from "@planton-mcp/api/infrahub/stackjob/v1/enum";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { defineTool, org, paging, text } from "@planton-mcp/core";
import { cloudResourceKind, kindNumber } from "./cloud-resource-kind.ts";
import { enumArgument } from "./enum-names.ts";
import { pageInfo } from "./page-info.ts";
import { stackJobRow } from "./stack-job-rows.ts";

const operation = enumArgument(StackJobOperationTypeSchema, "What it does");
const status = enumArgument(WorkflowExecutionStatusSchema, "Where it stands");
const result = enumArgument(WorkflowExecutionResultSchema, "How it ended");

export const listStackJobs = defineTool({
  name: "list_stack_jobs",
  title: "List stack jobs",
  description: "Lists an organization's stack jobs, newest first, by environment, resource, state or result.",
  effect: "read",
  input: {
    org,
    env: text("Environment slug").optional(),
    cloud_resource_id: text("Cloud resource id").optional(),
    cloud_resource_kind: cloudResourceKind.optional(),
    operation_type: operation.argument,
    status: status.argument,
    result: result.argument,
    ...paging,
  },
  example: { org: "acme" },
  keywords: ["deployments", "history", "runs"],
  rpc: StackJobQueryController.method.listByFilters,
  request: ({ org, env = "", cloud_resource_id = "", cloud_resource_kind, operation_type, ...args }) => ({
    pageInfo: pageInfo(args),
    org,
    env,
    cloudResourceId: cloud_resource_id,
    cloudResourceKind: cloud_resource_kind === undefined ? 0 : kindNumber(cloud_resource_kind),
    stackJobOperation: operation.number(operation_type),
    status: status.number(args.status),
    result: result.number(args.result),
  }),
  project: ({ entries, totalPages }, { page }) => ({ page, pages: totalPages, entries: entries.map(stackJobRow) }),
});
