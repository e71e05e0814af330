import { describePlugin } from "@planton-mcp/testkit";
import { discoveryResources } from "./index.ts";

describePlugin(discoveryResources, import.meta.dirname);
