import { describePlugin } from "@planton-mcp/testkit";
import { iam } from "./index.ts";

describePlugin(iam, import.meta.dirname);
