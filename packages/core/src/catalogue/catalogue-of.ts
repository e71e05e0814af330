import type { JsonObject } from "@bufbuild/protobuf";
import * as z from "zod";
import type { PluginCode } from "../tool/define-plugin.ts";
import type { Prompt } from "../tool/define-prompt.ts";
import { annotationsOf } from "../tool/effect.ts";
import { methodsOf, rpcName, type Tool } from "../tool/tool.ts";
import type { PluginCatalogue, PromptEntry, ToolEntry } from "./catalogue.ts";

/**
 * The catalogue of a plugin, made from its code. Throws where a tool can't be offered: a name outside
 * `[A-Za-z0-9_-]{1,64}`, or an input that JSON Schema can't state or that does not survive being parsed twice.
 */
export function catalogueOf({ name, title, description, tools, resources, prompts }: PluginCode): PluginCatalogue {
  return {
    name,
    title,
    description,
    tools: tools.map(toolEntry).sort((a, b) => (a.name < b.name ? -1 : 1)),
    resources: resources.map(({ reads: _, read: __, complete: ___, ...facts }) => facts),
    prompts: prompts.map(promptEntry),
  };
}

function toolEntry(tool: Tool): ToolEntry {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(tool.name)) throw new TypeError(`"${tool.name}" can't be a tool's name.`);
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: inputSchema(tool),
    annotations: annotationsOf[tool.effect],
    effect: tool.effect,
    rpcs: methodsOf(tool).map(rpcName),
    ...(tool.readsResources === undefined ? {} : { readsResources: tool.readsResources }),
    ...(tool.formerly.length === 0 ? {} : { formerly: tool.formerly }),
    ...(tool.keywords.length === 0 ? {} : { keywords: tool.keywords }),
    ...(tool.reveals === undefined ? {} : { reveals: tool.reveals }),
    ...(tool.revealsByDefault ? { revealsByDefault: true } : {}),
  };
}

/** The JSON Schema of a tool's arguments, as both SDKs would make it. */
function inputSchema(tool: Tool): ToolEntry["inputSchema"] {
  try {
    // Hosts that embed a plugin parse before we do, so whatever the schema makes of a value must fit it again.
    z.toJSONSchema(tool.input, { io: "output", unrepresentable: "throw" });
    const { $schema: _, ...schema } = z.toJSONSchema(tool.input, { io: "input", unrepresentable: "throw" });
    return schema as { type: "object" } & JsonObject;
  } catch (error) {
    throw new TypeError(`The input of ${tool.name} can't be told as JSON Schema: ${(error as Error).message}`);
  }
}

function promptEntry({ name, title, description, input, tools }: Prompt): PromptEntry {
  const shape = Object.entries(input.shape as Record<string, z.ZodType>);
  return {
    name,
    title,
    description,
    arguments: shape.map(([argument, type]) => ({
      name: argument,
      ...(type.description === undefined ? {} : { description: type.description }),
      required: !type.safeParse(undefined).success,
    })),
    tools,
  };
}
