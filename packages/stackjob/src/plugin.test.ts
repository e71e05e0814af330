import { describePlugin } from "@planton-mcp/testkit";
import { stackjob } from "./index.ts";

describePlugin(stackjob, import.meta.dirname);
