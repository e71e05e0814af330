import { describePlugin } from "@planton-mcp/testkit";
import { promotionPolicy } from "./index.ts";

describePlugin(promotionPolicy, import.meta.dirname);
