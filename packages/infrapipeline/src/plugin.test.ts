import { describePlugin } from "@planton-mcp/testkit";
import { infrapipeline } from "./index.ts";

describePlugin(infrapipeline, import.meta.dirname);
