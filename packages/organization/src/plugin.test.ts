import { describePlugin } from "@planton-mcp/testkit";
import { organization } from "./index.ts";

describePlugin(organization, import.meta.dirname);
