import { annotationsOf, type Effect } from "../tool/effect.ts";
import { type ListedTool, listedTool, type Offer } from "./offer.ts";

/** The tools of the compact surface that run others, by what they may run. */
const executors = {
  run_read: ["read"],
  run_write: ["write", "create"],
  run_guarded: ["authorize", "destroy"],
} as const satisfies Readonly<Record<string, readonly Effect[]>>;

export type Executor = keyof typeof executors;
export type CompactTool = "find_tools" | "describe_tool" | Executor;

/** What nearly every conversation begins with, listed beside the tools that find the others. */
const first = ["whoami", "list_organizations", "list_environments", "list_cloud_resources", "read_reference"];

const toolAndArguments: ListedTool["inputSchema"] = {
  type: "object",
  properties: { tool: { type: "string" }, arguments: { type: "object", description: "As describe_tool tells" } },
  required: ["tool"],
  additionalProperties: false,
};

const finders: readonly ListedTool[] = [
  {
    name: "find_tools",
    title: "Find tools",
    description:
      'Finds the tools for a task among all that this server has. Say what is done to what: "delete environment".',
    inputSchema: {
      type: "object",
      properties: { query: { type: "string" }, limit: { type: "integer", minimum: 1, maximum: 20, default: 5 } },
      required: ["query"],
      additionalProperties: false,
    },
    annotations: annotationsOf.read,
  },
  {
    name: "describe_tool",
    title: "Describe a tool",
    description: "Tells what a tool does and its arguments as JSON Schema. Read it before a tool's first run.",
    inputSchema: {
      type: "object",
      properties: { tool: { type: "string" } },
      required: ["tool"],
      additionalProperties: false,
    },
    annotations: annotationsOf.read,
  },
];

const runners: Readonly<Record<Executor, ListedTool>> = {
  run_read: {
    name: "run_read",
    title: "Run a tool that reads",
    description: "Runs a tool that changes nothing.",
    inputSchema: toolAndArguments,
    annotations: annotationsOf.read,
  },
  run_write: {
    name: "run_write",
    title: "Run a tool that creates or updates",
    description: "Runs a tool that creates or updates something, or starts a run.",
    inputSchema: toolAndArguments,
    annotations: annotationsOf.create,
  },
  run_guarded: {
    name: "run_guarded",
    title: "Run a tool that removes or authorizes",
    description:
      "Runs a tool that removes something or changes who may do what. Without a person to ask it answers with a plan and a confirmation; repeat the call with that confirmation in arguments.",
    inputSchema: toolAndArguments,
    annotations: annotationsOf.destroy,
  },
};

/** An offer that lists a handful of tools, by which all the others are found, described and run. */
export function compactOffer(full: Offer): Offer {
  const { catalogue } = full;
  const has = (effects: readonly Effect[]) => catalogue.tools.some(({ effect }) => effects.includes(effect));
  const runnable = Object.entries(executors).flatMap(
    ([name, effects]) => (has(effects) ? runners[name as Executor] : []), // the keys of the one are those of the other
  );
  const own = [...finders, ...runnable];
  const tools = [...own, ...catalogue.tools.filter(({ name }) => first.includes(name)).map(listedTool)];
  const isOwn = (name: string): name is CompactTool => own.some((tool) => tool.name === name);
  let calls: ReturnType<typeof import("./compact.ts").compactCalls> | undefined;
  return {
    ...full,
    tools,
    async callTool(name, args, request) {
      if (!isOwn(name)) return full.callTool(name, args, request);
      const { compactCalls } = await import("./compact.ts");
      calls ??= compactCalls(catalogue, executors, full);
      return calls(name, args, request);
    },
  };
}
