import type { PluginCatalogue } from "@planton-mcp/core";

export const catalogue: PluginCatalogue = { name: "", title: "", description: "", tools: [], resources: [], prompts: [] };
