import { describePlugin } from "@planton-mcp/testkit";
import { connectCredentials } from "./index.ts";

describePlugin(connectCredentials, import.meta.dirname);
