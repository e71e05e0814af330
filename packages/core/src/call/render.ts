import { isMessage, type JsonObject, type JsonValue } from "@bufbuild/protobuf";
import type { Redaction } from "../redaction/redaction.ts";
import { fence, fenceLength, holdsSentences } from "./fence.ts";
import { schemaOf } from "./schemas.ts";

/** The result of a call in the form that both MCP SDKs take. */
export interface CallResult {
  /** The answer as data. */
  readonly structuredContent: JsonObject;
  /** The same data as text: some hosts show their model the one, some the other. */
  readonly content: [{ readonly type: "text"; readonly text: string }];
  readonly isError?: true;
  readonly [key: string]: unknown;
}

/** An answer as plain data: messages under their contract names, secrets hidden, what is not set left out. */
export function plainAnswer(answer: unknown, redaction: Redaction, reveals?: string): JsonObject {
  const plain = toPlain(answer, redaction);
  const object: JsonObject = isObject(plain) ? plain : { result: plain ?? null };
  if (reveals === undefined) return redaction.scrub(object);
  const { [reveals]: revealed, ...rest } = object;
  const clean = redaction.scrub(rest);
  return revealed === undefined ? clean : { ...clean, [reveals]: revealed };
}

/** Fits an answer into `budget` characters of text, and says in `left_out` what that took away. */
export function render(answer: JsonObject, budget: number): CallResult {
  const fitted = textOf(answer).length <= budget ? answer : fit(answer, budget - fenceLength);
  return { structuredContent: fitted, content: [{ type: "text", text: textOf(fitted) }] };
}

/** The same data as text. What others wrote is fenced as data; what this server says to do next stands outside. */
function textOf(answer: JsonObject): string {
  const { error, next, ...rest } = answer;
  if (isObject(error)) {
    const { next: remedy, ...failure } = error;
    return withNext({ error: failure }, remedy);
  }
  return withNext(error === undefined ? rest : { ...rest, error }, next);
}

function withNext(data: JsonObject, next: JsonValue | undefined): string {
  const json = JSON.stringify(data);
  const text = holdsSentences(json) ? fence(json) : json;
  return typeof next === "string" ? `${text}\n${next}` : text;
}

function toPlain(value: unknown, redaction: Redaction): JsonValue | undefined {
  if (value === undefined || value === null) return undefined;
  if (isMessage(value)) return redaction.plain(schemaOf(value), value);
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return value.map((item) => toPlain(item, redaction) ?? null);
  if (typeof value === "object") {
    const entries = Object.entries(value).flatMap(([key, item]) => {
      const plain = toPlain(item, redaction);
      return plain === undefined ? [] : [[key, plain] as const];
    });
    return Object.fromEntries(entries);
  }
  return value as string | number | boolean;
}

function fit(answer: JsonObject, budget: number): JsonObject {
  const leftOut: string[] = [];
  const copy = structuredClone(answer);
  for (const { holder, key, path } of largestFirst(copy)) {
    const over = JSON.stringify(copy).length + JSON.stringify(leftOut).length + 40 - budget;
    if (over <= 0) break;
    const value = holder[key];
    if (Array.isArray(value)) {
      const kept = keepWithin(value, over);
      leftOut.push(
        `${path}: ${value.length - kept} of ${value.length} entries; ask for a smaller page or for one of them`,
      );
      holder[key] = value.slice(0, kept);
    } else if (typeof value === "string") {
      const kept = Math.max(200, value.length - over - 40);
      if (kept >= value.length) continue;
      const half = Math.floor(kept / 2);
      holder[key] = `${value.slice(0, half)} … ${value.slice(value.length - half)}`;
      leftOut.push(`${path}: ${value.length - kept} of ${value.length} characters, from the middle`);
    }
  }
  const fitted = { ...copy, left_out: leftOut };
  const { length } = JSON.stringify(fitted);
  return length <= budget ? fitted : { left_out: [`everything: ${length} characters, more than fits; ask for less`] };
}

/** How many entries can stay so that at least `over` characters go. */
function keepWithin(entries: readonly JsonValue[], over: number): number {
  let gone = 0;
  let kept = entries.length;
  while (kept > 0 && gone < over) {
    kept -= 1;
    gone += JSON.stringify(entries[kept]).length + 1;
  }
  return kept;
}

interface Place {
  readonly holder: JsonObject;
  readonly key: string;
  readonly path: string;
  readonly size: number;
}

/** The lists and texts of an answer that cutting would shorten, largest first; a list before what is in it. */
function largestFirst(answer: JsonObject): Place[] {
  return [...placesIn(answer, "")].sort((a, b) => b.size - a.size);
}

function* placesIn(holder: JsonObject, prefix: string): Generator<Place> {
  for (const [key, value] of Object.entries(holder)) {
    const path = `${prefix}${key}`;
    if (isObject(value)) yield* placesIn(value, `${path}.`);
    else if (Array.isArray(value) || typeof value === "string") {
      const size = JSON.stringify(value).length;
      if (size > 200) yield { holder, key, path, size };
    }
  }
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
