import { definePlugin } from "@planton-mcp/core";
import { applyFlowControlPolicy } from "./apply-flow-control-policy.ts";
import { deleteFlowControlPolicy } from "./delete-flow-control-policy.ts";
import { getFlowControlPolicy } from "./get-flow-control-policy.ts";

export const plugin = definePlugin({
  name: "flowcontrolpolicy",
  title: "Flow control policies",
  description: "What stack jobs wait for before they change anything: approvals, previews, people who start them.",
  tools: [applyFlowControlPolicy, deleteFlowControlPolicy, getFlowControlPolicy],
});
