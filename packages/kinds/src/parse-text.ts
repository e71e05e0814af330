import { isMap, isNode, isPair, isSeq, LineCounter, type Node, parseDocument, type YAMLError } from "yaml";
import type { Locate } from "./check.ts";
import type { Path } from "./path.ts";
import type { Problem } from "./problem.ts";

/** What a text holds, and where; or why it can't be read. */
export type Parsed =
  | { readonly ok: true; readonly manifest: unknown; readonly locate: Locate }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** No manifest is longer, in characters. */
const longest = 1_000_000;
/** What aliases may multiply the text by. */
const mostAliases = 100;

/**
 * Reads one YAML 1.2 document, which JSON is too. Keys must not repeat, tags other than YAML's own are refused, and
 * whole numbers are kept exactly, as bigints. Never throws.
 */
export function parseText(text: string): Parsed {
  if (text.length > longest) return failed(`The text is longer than ${longest.toLocaleString("en")} characters.`);
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      intAsBigInt: true,
      prettyErrors: false,
      logLevel: "error",
    });
    const errors = [...document.errors, ...document.warnings];
    if (errors.length > 0) return { ok: false, problems: errors.map((error) => problemOf(error, lines)) };
    const { contents } = document;
    if (contents === null) return failed("The text holds no manifest.");
    const manifest: unknown = document.toJS({ maxAliasCount: mostAliases });
    return { ok: true, manifest, locate: (path) => locate(contents, path, lines) };
  } catch (error) {
    // Aliases that would multiply the text, or nesting too deep for the parser.
    const isAlias = error instanceof ReferenceError;
    return failed(isAlias ? "It repeats too much by its aliases." : "It is nested too deep to be read.");
  }
}

function failed(message: string): Parsed {
  return { ok: false, problems: [{ path: "", message }] };
}

function problemOf({ code, message, pos: [start] }: YAMLError, lines: LineCounter): Problem {
  const { line, col } = lines.linePos(start);
  const known: Readonly<Record<string, string>> = {
    MULTIPLE_DOCS: "The text holds more than one document. Give one manifest at a time.",
    DUPLICATE_KEY: "This key is given twice.",
    TAG_RESOLVE_FAILED: "Tags like this one are not taken.",
  };
  return { path: "", message: known[code] ?? `This is not YAML: ${message}`, line, column: col };
}

/** Where a path stands, or as much of it as there is: at the key for what stands under one. */
function locate(root: Node, path: Path, lines: LineCounter): ReturnType<Locate> {
  let node: unknown = root;
  let at: unknown = root;
  for (const step of path) {
    const next = childOf(node, step);
    if (next === undefined) break;
    node = next.value;
    at = next.at;
  }
  const start = isNode(at) ? at.range?.[0] : undefined;
  if (start === undefined) return {};
  const { line, col } = lines.linePos(start);
  return { line, column: col };
}

function childOf(node: unknown, step: string | number): { readonly at: unknown; readonly value: unknown } | undefined {
  if (isSeq(node)) return { at: node.items[Number(step)], value: node.items[Number(step)] };
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isPairKey(key, String(step)));
  return isPair(pair) ? { at: pair.key, value: pair.value } : undefined;
}

/** Paths are in the contract's spelling, texts in either. */
function isPairKey(key: unknown, step: string): boolean {
  const text = String(isNode(key) ? key.toJSON() : key);
  return text === step || text === step.replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());
}
