/** The contract's rules, held against a message. */
import type { DescField, DescMessage, JsonValue, Message } from "@bufbuild/protobuf";
import { createValidator, type Violation } from "@bufbuild/protovalidate";
import type { Finding } from "../decode.ts";
import { type Path, touch } from "../path.ts";
import { type CelRule, celRulesOf } from "./cel-rules.ts";

const validator = createValidator();

/** Every violation of a rule. A rule that cannot be evaluated is left to the API, which has the last word on all. */
export function violationsOf(desc: DescMessage, message: Message): readonly Violation[] {
  return validator.validate(desc, message).violations ?? [];
}

/**
 * What breaks the rules. `json` is what the message was read from, `wrong` what was found in it before: a rule about
 * something that could not be read says nothing.
 */
export function brokenRules(
  desc: DescMessage,
  message: Message,
  json: JsonValue,
  wrong: readonly Finding[],
): readonly Finding[] {
  const findings = new Map<string, { path: Path; sentences: Set<string> }>();
  for (const violation of violationsOf(desc, message)) {
    const { path, about, sentence } = explain(violation, desc);
    if (wrong.some((finding) => about.some((each) => touch(each, finding.path)))) continue;
    const key = JSON.stringify(path);
    const entry = findings.get(key) ?? { path, sentences: new Set(isGiven(json, path) ? [] : ["It is missing."]) };
    findings.set(key, entry);
    entry.sentences.add(sentence);
  }
  return [...findings.values()].map(({ path, sentences }) => {
    // What is missing need not be told that it is required.
    if (sentences.has("It is missing.")) sentences.delete(required);
    return { path, message: [...sentences].join(" ") };
  });
}

const required = "A value is required, and this one counts as none.";

interface Explanation {
  /** Where it is to be put right. */
  readonly path: Path;
  /** All that the rule is about. */
  readonly about: readonly Path[];
  readonly sentence: string;
}

function explain(violation: Violation, desc: DescMessage): Explanation {
  const path = pathOf(violation);
  const oneof = violation.field.find((step) => step.kind === "oneof");
  if (oneof !== undefined) {
    const names = oneof.fields.map(({ name }) => name);
    return { path, about: names.map((name) => [...path, name]), sentence: `One of ${names.join(", ")} must be given.` };
  }
  const rule = celRuleOf(violation, desc);
  if (rule === undefined) return { path, about: [path], sentence: standardSentence(violation) };
  const about = rule.fields.map((name) => [...path, name]);
  const [only] = about;
  if (only === undefined) return { path, about: [path], sentence: rule.sentence };
  return { path: about.length === 1 ? only : path, about, sentence: rule.sentence };
}

/** Where a violation is; for a oneof that is its message. */
export function pathOf({ field }: Violation): Path {
  return field.flatMap((step): Path => {
    if (step.kind === "field") return [step.name];
    if (step.kind === "list_sub") return [step.index];
    return step.kind === "map_sub" ? [String(step.key)] : [];
  });
}

/** The rule that was violated, where it is an expression. */
export function celRuleOf({ field, message }: Violation, desc: DescMessage): CelRule | undefined {
  const [, expression] = /^"(.*)" returned false$/s.exec(message) ?? [];
  if (expression === undefined) return undefined;
  const last = field.findLast((step): step is DescField => step.kind === "field");
  const subjects = [last, last === undefined ? desc : last.message].filter((subject) => subject !== undefined);
  return subjects.flatMap(celRulesOf).find((rule) => rule.expression === expression);
}

function standardSentence({ ruleId, message, forKey }: Violation): string {
  if (ruleId === "required") return required;
  const text = message
    .replace(/^(repeated|map) value /, "")
    .replace(/\b1 (character|item|byte|pair|element)s\b/, "1 $1")
    .replace(/^does not match regex pattern/, "must match");
  if (!/^(must|does|has|is) /.test(text)) return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  return `${forKey ? "The key" : "It"} ${text}.`;
}

/** Whether something stands at a path in what was given. */
function isGiven(json: JsonValue, path: Path): boolean {
  let at: unknown = json;
  for (const step of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, step)) return false;
    // Both lists and objects are read by their keys.
    at = (at as Readonly<Record<string | number, unknown>>)[step];
  }
  return true;
}
