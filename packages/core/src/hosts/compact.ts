import type { JsonObject } from "@bufbuild/protobuf";
import { failedCall } from "../call/refuse-call.ts";
import { plainAnswer, render } from "../call/render.ts";
import type { Catalogue, ToolEntry } from "../catalogue/catalogue.ts";
import { type FindTools, toolSearch } from "../catalogue/find-tools.ts";
import { Redaction } from "../redaction/redaction.ts";
import type { Effect } from "../tool/effect.ts";
import type { CompactTool, Executor } from "./compact-tools.ts";
import type { Offer } from "./offer.ts";

/** Answers the tools of the compact surface, by calling the others as if they had been called themselves. */
export function compactCalls(
  catalogue: Catalogue,
  executors: Readonly<Record<Executor, readonly Effect[]>>,
  full: Offer,
) {
  let search: FindTools | undefined;
  const entryOf = (name: unknown) => catalogue.tools.find((tool) => tool.name === name);
  const executorOf = ({ effect }: ToolEntry) =>
    Object.entries(executors).find(([, effects]) => effects.includes(effect))?.[0];
  const row = (tool: ToolEntry) => ({
    tool: tool.name,
    does: tool.description,
    arguments: signatureOf(tool.inputSchema),
    run_with: executorOf(tool),
  });

  return async (name: CompactTool, given: unknown, ...rest: [Parameters<Offer["callTool"]>[2]]) => {
    const args = (given ?? {}) as Readonly<Record<string, unknown>>; // the SDKs take only objects
    const problem = wrongArgument(name, args);
    if (problem !== undefined) return invalid(problem.argument, problem.message);
    if (name === "find_tools") {
      search ??= toolSearch(catalogue);
      const found = search(String(args.query), Number(args.limit ?? 5));
      const next =
        found.length > 0 ? undefined : "Nothing fits. Try other words: what it acts on and what is done to it.";
      return answer({ count: found.length, tools: found.map(row), next });
    }
    const tool = entryOf(args.tool);
    // What is off, renamed or misspelt is told as it would be of a direct call.
    if (tool === undefined) return unknownTool(full, String(args.tool), ...rest);
    if (name === "describe_tool") {
      const { title, description, effect, annotations, inputSchema } = tool;
      return answer({
        tool: tool.name,
        title,
        description,
        effect,
        run_with: executorOf(tool),
        annotations,
        inputSchema,
      });
    }
    if (!executors[name].includes(tool.effect)) {
      return failedCall({
        code: "invalid_arguments",
        message: `${name} runs no tool of effect ${tool.effect}, which ${tool.name} is. Nothing was done.`,
        problems: [{ argument: "tool", message: `Run ${tool.name} with ${executorOf(tool)}.` }],
        next: `Call ${executorOf(tool)} with the same arguments.`,
      });
    }
    return full.callTool(tool.name, args.arguments, ...rest);
  };
}

function answer(data: unknown) {
  return render(plainAnswer(data, new Redaction()), Number.POSITIVE_INFINITY);
}

async function unknownTool(full: Offer, name: string, request: Parameters<Offer["callTool"]>[2]) {
  try {
    return await full.callTool(name, {}, request);
  } catch (error) {
    return invalid("tool", `${(error as Error).message} find_tools finds one by what it does.`);
  }
}

function invalid(argument: string, message: string) {
  return failedCall({
    code: "invalid_arguments",
    message: "The arguments are wrong. Nothing was changed.",
    problems: [{ argument, message }],
    next: "Correct them and call again.",
  });
}

const known: Readonly<Record<CompactTool, readonly string[]>> = {
  find_tools: ["query", "limit"],
  describe_tool: ["tool"],
  run_read: ["tool", "arguments"],
  run_write: ["tool", "arguments"],
  run_guarded: ["tool", "arguments"],
};

function wrongArgument(name: CompactTool, args: Readonly<Record<string, unknown>>) {
  const [first = ""] = known[name];
  const unknown = Object.keys(args).find((key) => !known[name].includes(key));
  if (unknown !== undefined) {
    const message = `There is no such argument; ${name} takes ${known[name].join(" and ")}.`;
    return {
      argument: unknown,
      message: "arguments" in args ? message : `${message} Those of the tool go into arguments.`,
    };
  }
  if (typeof args[first] !== "string" || args[first] === "")
    return { argument: first, message: "This text is required." };
  const { limit = 5, arguments: inner = {} } = args;
  if (!Number.isInteger(limit) || Number(limit) < 1 || Number(limit) > 20) {
    return { argument: "limit", message: "It is a whole number from 1 to 20." };
  }
  if (typeof inner !== "object" || inner === null || Array.isArray(inner)) {
    return { argument: "arguments", message: "It is an object: the arguments of the tool." };
  }
  return undefined;
}

/** `org, slug, name?`: what a tool takes, the optional with a mark. */
function signatureOf({ properties = {}, required = [] }: JsonObject): string {
  const names = Object.keys(properties as object).filter((name) => name !== "plan" && name !== "confirmation");
  const isRequired = (name: string) => (required as string[]).includes(name); // JSON Schema says that it is a list of names
  const [first, second] = [names.filter(isRequired), names.filter((name) => !isRequired(name))];
  return [...first, ...second.map((name) => `${name}?`)].join(", ");
}
