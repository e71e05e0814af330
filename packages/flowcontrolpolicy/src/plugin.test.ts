import { describePlugin } from "@planton-mcp/testkit";
import { flowControlPolicy } from "./index.ts";

describePlugin(flowControlPolicy, import.meta.dirname);
