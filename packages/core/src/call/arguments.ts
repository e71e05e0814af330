import type * as z from "zod";
import { togetherness } from "../tool/erase-facts.ts";
import type { Problem, Tool } from "../tool/tool.ts";
import { Failure } from "./failure.ts";
import { didYouMean } from "./nearest.ts";

/** The arguments of a tool or prompt, checked and with defaults filled in, or a failure that names each argument at fault. */
export function parseArguments(tool: Pick<Tool, "name" | "input">, given: unknown): Record<string, unknown> {
  const parsed = tool.input.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const names = Object.keys(tool.input.shape);
  const { issues } = parsed.error;
  const single = issues.filter((issue) => !("params" in issue && issue.params === togetherness));
  const problems = (single.length > 0 ? single : issues).flatMap((issue) => problemsOf(issue, names, given));
  throw invalidArguments(problems, `${tool.name} takes ${names.length === 0 ? "no arguments" : names.join(", ")}.`);
}

/** A failure for arguments, whoever found them wrong. */
export function invalidArguments(problems: readonly Problem[], next = "Correct them and call again."): Failure {
  return new Failure({
    code: "invalid_arguments",
    message: "The arguments are wrong. Nothing was changed.",
    problems,
    next,
  });
}

function problemsOf(issue: z.core.$ZodIssue, names: readonly string[], given: unknown): Problem[] {
  if (issue.code === "unrecognized_keys" && issue.path.length === 0) {
    return issue.keys.map((key) => ({ argument: key, message: `There is no such argument.${didYouMean(key, names)}` }));
  }
  const argument = issue.path.join(".");
  const isAbsent = issue.code === "invalid_type" && valueAt(given, issue.path) === undefined && argument !== "";
  return [
    {
      argument,
      message: isAbsent
        ? "This argument is required."
        : sentence(issue.message.replace(/^Invalid (?:input|option): e/, "E")),
    },
  ];
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  );
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
