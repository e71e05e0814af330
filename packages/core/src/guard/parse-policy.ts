import { ApiResourceKindSchema } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { CloudResourceKindSchema } from "@planton-mcp/api/openmcf/shared/cloudresourcekind/cloud_resource_kind";
import { type Document, isMap, isScalar, LineCounter, parseDocument } from "yaml";
import * as z from "zod";
import { didYouMean } from "../call/nearest.ts";
import { fitsAny, type Policy } from "./policy.ts";

/** Something in a policy's text that is wrong. */
export interface PolicyProblem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** Thrown for a policy that is not used, whole, because of these problems. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
  readonly problems: readonly PolicyProblem[];

  constructor(problems: readonly PolicyProblem[]) {
    super(problems.map(({ line, message }) => `line ${line}: ${message}`).join("\n"));
    this.problems = problems;
  }
}

const texts = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).transform((given) => [given].flat());
const effects = ["write", "create", "authorize", "destroy"] as const;

const schema = z.strictObject({
  console: z.url({ protocol: /^https?$/ }).optional(),
  rules: z.array(
    z.strictObject({
      org: texts.optional(),
      env: texts.optional(),
      kind: texts.optional(),
      tool: texts.optional(),
      effect: texts.optional(),
      decision: z.enum(["allow", "plan", "human", "refuse"]),
      reason: z.string().min(1).optional(),
    }),
  ),
});

/**
 * Reads a policy from YAML or JSON. Throws a `PolicyError` that names the line of everything wrong with it: syntax,
 * unknown keys and decisions, and names of effects, kinds or tools that there are not.
 */
export function parsePolicy(text: string, tools: readonly string[]): Policy {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineAt = (offset: number | undefined) => (offset === undefined ? 1 : lines.linePos(offset).line);
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    throw new PolicyError(
      broken.map(({ pos, message }) => ({ line: lineAt(pos[0]), message: message.replace(/ at line [\s\S]*$/, ".") })),
    );
  }
  const lineOf = (path: readonly PropertyKey[]) => lineAt(offsetOf(document, path));
  const parsed = schema.safeParse(document.toJS());
  if (!parsed.success) throw new PolicyError(parsed.error.issues.flatMap((issue) => problemsOf(issue, lineOf)));
  const { console, rules } = parsed.data;
  const problems = rules.flatMap((rule, index) =>
    Object.entries(namesFor(tools)).flatMap(([key, names]) =>
      (rule[key as "effect" | "kind" | "tool"] ?? [])
        .filter((pattern) => !names.some((name) => fitsAny([pattern], name)))
        .map((pattern) => ({
          line: lineOf(["rules", index, key]),
          message: unknownName(key, pattern, names),
        })),
    ),
  );
  if (problems.length > 0) throw new PolicyError(problems);
  return { console, rules: rules.map((rule, index) => ({ ...rule, line: lineOf(["rules", index]) })) };
}

function namesFor(tools: readonly string[]) {
  const kinds = [...ApiResourceKindSchema.values, ...CloudResourceKindSchema.values].map(({ name }) => name);
  return { effect: effects, kind: kinds, tool: tools } satisfies Record<string, readonly string[]>;
}

function unknownName(key: string, pattern: string, names: readonly string[]): string {
  if (key === "effect" && pattern === "read") {
    return "effect read can't be held up by a policy. Leave a tool out with --exclude-tools instead.";
  }
  return `There is no ${key} ${pattern}.${didYouMean(pattern, names)}`;
}

function problemsOf(issue: z.core.$ZodIssue, lineOf: (path: readonly PropertyKey[]) => number): PolicyProblem[] {
  const at = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    const known = Object.keys(issue.path.length === 0 ? schema.shape : schema.shape.rules.element.shape);
    return issue.keys.map((key) => ({
      line: lineOf([...issue.path, key]),
      message: `There is no key ${key}.${didYouMean(key, known)}`,
    }));
  }
  return [{ line: lineOf(issue.path), message: `${at === "" ? "The policy" : at}: ${issue.message}.` }];
}

/** Where a value stands in the text, or what is to hold it where it is missing. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  const last = path.at(-1);
  const parent: unknown = document.getIn(path.slice(0, -1), true) ?? document.contents;
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && key.value === last);
    if (isScalar(pair?.key)) return pair.key.range?.[0];
  }
  const node = document.getIn(path, true) as { readonly range?: readonly number[] | null } | undefined;
  if (node?.range) return node.range[0];
  return path.length === 0 ? undefined : offsetOf(document, path.slice(0, -1));
}
