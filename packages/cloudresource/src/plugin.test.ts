import { describePlugin } from "@planton-mcp/testkit";
import { cloudresource } from "./index.ts";

describePlugin(cloudresource, import.meta.dirname);
