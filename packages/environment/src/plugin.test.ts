import { describePlugin } from "@planton-mcp/testkit";
import { environment } from "./index.ts";

describePlugin(environment, import.meta.dirname);
