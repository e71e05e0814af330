/** A minimal manifest of a kind: made from its descriptor, then mended until it breaks no rule. */
import { type DescField, type DescMessage, fromJson, type JsonObject, type JsonValue } from "@bufbuild/protobuf";
import type { Violation } from "@bufbuild/protovalidate";
import type { KindFacts } from "../kind-facts.ts";
import type { Path } from "../path.ts";
import { literalsIn, pathsRead } from "../rules/expression.ts";
import { celRuleOf, pathOf, violationsOf } from "../rules/violations.ts";
import { given } from "./given.ts";
import { minimal, valuesFor } from "./values.ts";

/** Each round mends one thing. */
const mostRounds = 40;

export function exampleOf(facts: KindFacts, desc: DescMessage): JsonObject {
  const name = `my-${facts.kind.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase()}`;
  const spec = desc.fields.find((field) => field.name === "spec")?.message;
  if (spec === undefined) throw new Error(`${desc.typeName} has no spec.`);
  let example: JsonObject = {
    api_version: facts.apiVersion,
    kind: facts.kind,
    metadata: { name, org: "acme", env: "dev" },
    spec: { ...minimal(spec, facts.provider), ...given[facts.kind] },
  };
  for (let round = 0; round < mostRounds; round += 1) {
    const [first] = violationsAt(desc, example);
    if (first === undefined) return example;
    const mended = mend(desc, example, first, facts.provider);
    if (mended === undefined) break;
    example = mended;
  }
  const left = violationsAt(desc, example).map(String).join(", ");
  throw new Error(`No example of ${facts.kind} was found: ${left}.`);
}

function violationsAt(desc: DescMessage, json: JsonObject): readonly Violation[] {
  return violationsOf(desc, fromJson(desc, json));
}

/** The manifest with one value changed so that it breaks a rule less, and as few others as can be. */
function mend(desc: DescMessage, json: JsonObject, violation: Violation, provider: string): JsonObject | undefined {
  const key = String(violation);
  let best: { readonly json: JsonObject; readonly count: number } | undefined;
  for (const candidate of candidates(desc, json, violation, provider)) {
    const left = violationsAt(desc, candidate);
    if (left.some((other) => String(other) === key) || left.length >= (best?.count ?? Number.POSITIVE_INFINITY))
      continue;
    best = { json: candidate, count: left.length };
    if (left.length === 0) break;
  }
  return best?.json;
}

/** The manifest with another value at each place that a violation is about. */
function* candidates(
  desc: DescMessage,
  json: JsonObject,
  violation: Violation,
  provider: string,
): Iterable<JsonObject> {
  const path = pathOf(violation);
  const rule = celRuleOf(violation, desc);
  const inner = rule === undefined ? [] : pathsRead(rule.node);
  const hints = rule === undefined ? [] : literalsIn(rule.node);
  const branches = violation.field.flatMap((step) =>
    step.kind === "oneof" ? step.fields.map(({ name }) => [name]) : [],
  );
  const steps = [...inner, ...branches];
  const targets = steps.length === 0 ? [path] : steps.map((each): Path => [...path, ...each]);
  for (const target of targets) {
    const field = fieldAt(desc, target);
    const isItem = typeof target.at(-1) === "number";
    const values = field === undefined ? [] : valuesFor(field, provider, hints);
    for (const value of values) yield put(json, target, isItem && Array.isArray(value) ? (value[0] ?? "") : value);
  }
  for (const target of targets) yield put(json, target, undefined);
}

function fieldAt(desc: DescMessage, path: Path): DescField | undefined {
  let at: DescMessage | undefined = desc;
  let field: DescField | undefined;
  for (const step of path) {
    const next: DescField | undefined = at?.fields.find(({ name }) => name === step);
    // A step into a list or a map stays with the field.
    if (next !== undefined) field = next;
    at = field?.message;
  }
  return field;
}

/** A copy with a value at a path, or with nothing there. */
function put(json: JsonObject, path: Path, value: JsonValue | undefined): JsonObject {
  const copy = structuredClone(json);
  let at: JsonObject = copy;
  for (const step of path.slice(0, -1)) {
    const next = at[step];
    // Lists are written to by their indices, as objects by their keys.
    if (typeof next === "object" && next !== null) at = next as JsonObject;
    else {
      const made: JsonObject = {};
      at[step] = made;
      at = made;
    }
  }
  const last = path.at(-1) ?? "";
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}
