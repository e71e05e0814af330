import { definePlugin } from "@planton-mcp/core";
import { guides } from "./guides.ts";
import { promptOf } from "./prompt-of.ts";

export const plugin = definePlugin({
  name: "prompts",
  title: "Prompts",
  description: "Guided tasks: deploy, debug a failure, set up an environment, look around, manage access, onboard.",
  prompts: guides.map(promptOf),
});
